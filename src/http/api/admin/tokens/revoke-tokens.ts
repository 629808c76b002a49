import { z } from 'zod'
import { parseReason } from '../../../../tokens/index.ts'
import { idFilter } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { revokeReason } from './reason.ts'

const MOST = 100

const selection = z
  .strictObject({
    tokenIds: z
      .array(idFilter)
      .min(1, 'must name at least one token')
      .max(MOST, `must name at most ${MOST} tokens`),
    reason: revokeReason,
  })
  .meta({ id: 'TokenSelection' })

export const revokeTokens = adminOperation('token.revoke_any', {
  id: 'revokeTokens',
  tag: 'All tokens',
  method: 'post',
  path: '/api/v1/admin/tokens/revoke',
  summary: 'Revoke several tokens',
  description:
    'All of them at once, in one transaction. Unknown ones, and those that have ended, are left out.',
  body: selection,
  status: 200,
  reply: z.object({ revoked: z.int().meta({ description: 'How many of them lived.' }) }),
  errors: ['revoke_reason_invalid'],
  handle: async ({ tokens }, { actor, body: { tokenIds, reason } }) => ({
    revoked: await tokens.revokeSelection(actor, tokenIds, parseReason(reason)),
  }),
})
