import { z } from 'zod'
import { parseReason } from '../../../../tokens/index.ts'
import { tokenParams } from '../../tokens/find-token.ts'
import { adminOperation } from '../admin-operation.ts'
import { revokeReason } from './reason.ts'

export const revokeAnyToken = adminOperation('token.revoke_any', {
  id: 'revokeAnyToken',
  tag: 'All tokens',
  method: 'delete',
  path: '/api/v1/admin/tokens/{tokenId}',
  summary: 'Revoke any token',
  description:
    'It stops working with the answer, everywhere. It stays listed, with the reason, which its owner reads. Revoking a token ' +
    'that has ended already is no error.',
  params: tokenParams,
  query: z.strictObject({ reason: revokeReason }),
  status: 204,
  reply: z.undefined(),
  errors: ['token_not_found', 'revoke_reason_invalid'],
  handle: ({ tokens }, { actor, params: { tokenId }, query: { reason } }) =>
    tokens.revokeAny(actor, tokenId, parseReason(reason)),
})
