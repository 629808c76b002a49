import { z } from 'zod'
import { operation } from '../operation.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

export const revokeToken = operation({
  id: 'revokeToken',
  tag: 'Tokens',
  method: 'delete',
  path: '/api/v1/tokens/{tokenId}',
  access: 'patmint:write',
  summary: 'Revoke a token',
  description:
    'It stops working with the answer, everywhere. It stays listed, as revoked. Revoking a token that has ended already is no error.',
  params: tokenParams,
  status: 204,
  reply: z.undefined(),
  errors: ['token_not_found'],
  async handle(services, { caller, params: { tokenId } }) {
    await findTokenInReach(services, caller, tokenId)
    await services.tokens.revoke(caller.actor, caller.account.id, tokenId)
  },
})
