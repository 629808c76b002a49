import { operation } from '../operation.ts'
import { rotation } from '../schemas/rotation.ts'
import { issuedReply, toTokenReply } from '../schemas/token.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

export const rotateToken = operation({
  id: 'rotateToken',
  tag: 'Tokens',
  method: 'post',
  path: '/api/v1/tokens/{tokenId}/rotate',
  access: 'patmint:write',
  summary: 'Rotate a token',
  description:
    'Replaces a token by one with a new secret, the same name and scopes, and as long a life. The new secret is in this answer and ' +
    'never again. It can do no more than the token that you call with.',
  params: tokenParams,
  body: rotation,
  status: 201,
  reply: issuedReply,
  showsSecret: true,
  location: ({ token }: { token: { id: string } }) => `/api/v1/tokens/${token.id}`,
  errors: [
    'token_not_found',
    'token_not_active',
    'token_already_rotated',
    'token_generation_off',
    'account_disabled',
    'scope_not_allowed',
    'scope_above_token',
    'token_networks_above_token',
    'token_binding_widened',
  ],
  async handle(services, { caller, params: { tokenId }, body: { when } }) {
    await findTokenInReach(services, caller, tokenId)
    const given = { accountId: caller.account.id, tokenId, when, through: caller.through }
    const { token, secret } = await services.tokens.rotate(caller.actor, given)
    return { token: toTokenReply(token, services.clock()), secret }
  },
})
