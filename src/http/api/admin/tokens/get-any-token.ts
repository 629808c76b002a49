import { tokenReply, tokenVersion, toTokenReply } from '../../schemas/token.ts'
import { tokenParams } from '../../tokens/find-token.ts'
import { adminOperation } from '../admin-operation.ts'

export const getAnyToken = adminOperation('console.see', {
  id: 'getAnyToken',
  tag: 'All tokens',
  method: 'get',
  path: '/api/v1/admin/tokens/{tokenId}',
  summary: 'Get any token',
  description: 'Whosever it is.',
  params: tokenParams,
  status: 200,
  reply: tokenReply,
  version: tokenVersion,
  errors: ['token_not_found'],
  handle: async ({ tokens, clock }, { params: { tokenId } }) =>
    toTokenReply(await tokens.getAny(tokenId), clock()),
})
