import { operation } from '../operation.ts'
import { tokenReply, toTokenReply } from '../schemas/token.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

export const adoptToken = operation({
  id: 'adoptToken',
  tag: 'Tokens',
  method: 'post',
  path: '/api/v1/tokens/{tokenId}/adopt',
  access: 'patmint:write',
  summary: 'Adopt a token',
  description:
    'Your account answers from now on for a token of a workspace or an organization that you administer. It works on after its maker left.',
  params: tokenParams,
  status: 200,
  reply: tokenReply,
  errors: ['token_not_found', 'token_not_active', 'token_already_yours'],
  async handle(services, { caller, params: { tokenId } }) {
    await findTokenInReach(services, caller, tokenId)
    const token = await services.tokens.adopt(caller.actor, caller.account.id, tokenId)
    return toTokenReply(token, services.clock())
  },
})
