import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { TOKEN_KINDS } from '../../../../policy/index.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { idFilter, text } from '../../schemas/common.ts'
import { tokenReply, toTokenReply } from '../../schemas/token.ts'
import { adminOperation } from '../admin-operation.ts'

const query = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['active', 'expiring', 'expired', 'revoked', 'suspended'])
    .optional()
    .meta({ description: 'expiring: active, and ends within 14 days.' }),
  search: text(200)
    .optional()
    .meta({
      description:
        'How the name or the account’s address begins, or the last four characters of the secret; of one account, ' +
        'organization or workspace any part of the name or the address.',
    }),
  kind: z.enum(TOKEN_KINDS).optional().meta({ description: 'Only those of this kind.' }),
  scope: text(100).optional().meta({ description: 'Exactly this scope, as granted.' }),
  accountId: idFilter.optional(),
  organizationId: idFilter.optional(),
  workspaceId: idFilter.optional(),
  use: z.enum(['never', 'idle90']).optional().meta({ description: 'Never used, or not for 90 days.' }),
  age: z.enum(['year']).optional().meta({ description: 'Made more than a year ago.' }),
})

export const listAllTokens = adminOperation('console.see', {
  id: 'listAllTokens',
  tag: 'All tokens',
  method: 'get',
  path: '/api/v1/admin/tokens',
  summary: 'List all tokens',
  description: 'Every token of the server, the newest first.',
  query,
  status: 200,
  reply: pageOf(tokenReply),
  async handle({ tokens, clock }, { query: { limit, cursor, search, ...filter } }) {
    const found = await tokens.search(
      withoutUndefined({ ...filter, text: search }),
      withoutUndefined({ limit, before: readCursor({ cursor }) }),
    )
    const now = clock()
    return toPage(
      found.tokens.map((token) => toTokenReply(token, now)),
      found.next,
    )
  },
})
