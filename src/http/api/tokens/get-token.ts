import { operation } from '../operation.ts'
import { tokenReply, tokenVersion, toTokenReply } from '../schemas/token.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

export const getToken = operation({
  id: 'getToken',
  tag: 'Tokens',
  method: 'get',
  path: '/api/v1/tokens/{tokenId}',
  access: 'patmint:read',
  summary: 'Get a token',
  description:
    'A token of your account, or of a place that you administer. Its ETag stands for all but its use, and goes into If-Match.',
  params: tokenParams,
  status: 200,
  reply: tokenReply,
  version: tokenVersion,
  errors: ['token_not_found'],
  handle: async (services, { caller, params: { tokenId } }) =>
    toTokenReply(await findTokenInReach(services, caller, tokenId), services.clock()),
})
