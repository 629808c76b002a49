import { z } from 'zod'
import { operation } from './operation.ts'

/** Who finds a leaked secret can end it at once: holding it is all that is asked for. */
export const revokeSelf = operation({
  method: 'delete',
  path: '/api/v1/tokens/self',
  summary: 'Revokes the token that you hold. It stops working with the answer.',
  status: 204,
  fromAnywhere: true,
  reply: z.undefined(),
  handle: ({ tokens }, { caller }) =>
    tokens.revokeAny(caller.actor, caller.token.id, 'Revoked by somebody who held its secret'),
})
