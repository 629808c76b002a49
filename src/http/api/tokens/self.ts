import { z } from 'zod'
import type { Actor } from '../../../audit/index.ts'
import type { Caller } from '../caller.ts'
import { operation } from '../operation.ts'
import { rotation } from '../schemas/rotation.ts'
import { issuedReply, tokenReply, tokenVersion, toTokenReply } from '../schemas/token.ts'

const PATH = '/api/v1/tokens/self'

export const getSelf = operation({
  id: 'getOwnToken',
  tag: 'Tokens',
  method: 'get',
  path: PATH,
  access: 'any_token',
  summary: 'Get the token that you hold',
  description: 'The record of the token that you call with. Any live token may ask.',
  status: 200,
  reply: tokenReply,
  version: tokenVersion,
  evenIfBound: true,
  handle: async ({ tokens, clock }, { caller }) =>
    toTokenReply(await tokens.getAny(caller.token.id), clock()),
})

/** Who finds a leaked secret can end it at once: holding it is all that is asked for. */
export const revokeSelf = operation({
  id: 'revokeOwnToken',
  tag: 'Tokens',
  method: 'delete',
  path: PATH,
  access: 'any_token',
  summary: 'Revoke the token that you hold',
  description:
    'It stops working with the answer. Any live token may ask, from anywhere: for whoever finds a secret.',
  status: 204,
  fromAnywhere: true,
  evenIfBound: true,
  reply: z.undefined(),
  handle: ({ tokens }, { caller }) =>
    tokens.revokeAny(holderOf(caller), caller.token.id, 'Revoked by somebody who held its secret'),
})

/** That it is known who they are cannot be said: the secret is all that they have shown. */
const holderOf = ({ token, actor: { address, requestId } }: Caller): Actor =>
  ({ kind: 'bearer', id: token.id, address, requestId }) as Actor

export const rotateSelf = operation({
  id: 'rotateOwnToken',
  tag: 'Tokens',
  method: 'post',
  path: `${PATH}/rotate`,
  access: 'patmint:self_rotate',
  summary: 'Rotate the token that you hold',
  description:
    'A CI job renews its own token before it ends: same name, scopes and length of life. patmint:write is enough as well. The new ' +
    'secret is in this answer and never again; with when = first_use the old one lives until the new one is used.',
  body: rotation,
  status: 201,
  reply: issuedReply,
  showsSecret: true,
  location: ({ token }: { token: { id: string } }) => `/api/v1/tokens/${token.id}`,
  errors: [
    'token_not_active',
    'token_already_rotated',
    'token_generation_off',
    'account_disabled',
    'scope_not_allowed',
  ],
  async handle({ tokens, clock }, { caller, body: { when } }) {
    const given = { accountId: caller.account.id, tokenId: caller.token.id, when }
    const { token, secret } = await tokens.rotate(caller.actor, given)
    return { token: toTokenReply(token, clock()), secret }
  },
})
