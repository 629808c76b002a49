import { withoutUndefined } from '../../../lib/index.ts'
import { operation } from '../operation.ts'
import { tokenChanges, tokenReply, toTokenReply } from '../schemas/token.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'
import { getToken } from './get-token.ts'

export const editToken = operation({
  id: 'editToken',
  tag: 'Tokens',
  method: 'patch',
  path: '/api/v1/tokens/{tokenId}',
  access: 'patmint:write',
  summary: 'Edit a token',
  description:
    'Changes what is sent and leaves the rest as it is. Scopes and resource servers can only become fewer. With If-Match it ' +
    'is changed only if nobody else did since you read it.',
  params: tokenParams,
  body: tokenChanges,
  status: 200,
  reply: tokenReply,
  current: getToken,
  errors: [
    'token_not_found',
    'token_not_active',
    'token_name_invalid',
    'token_description_invalid',
    'scope_invalid',
    'token_scope_widened',
    'scope_not_allowed',
    'token_networks_invalid',
    'token_networks_required',
    'token_networks_above_token',
    'resource_server_unknown',
    'token_binding_widened',
    'precondition_failed',
  ],
  async handle(services, { caller, params: { tokenId }, body }) {
    await findTokenInReach(services, caller, tokenId)
    const changes = { ...withoutUndefined(body), through: caller.through }
    const token = await services.tokens.edit(caller.actor, caller.account.id, tokenId, changes)
    return toTokenReply(token, services.clock())
  },
})
