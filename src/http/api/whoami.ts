import { z } from 'zod'
import { operation } from './operation.ts'

export const whoami = operation({
  method: 'get',
  path: '/api/v1/whoami',
  summary: 'Tells whose the token is that you hold, and what it may do.',
  status: 200,
  reply: z.object({
    accountId: z.string(),
    email: z.string(),
    name: z.string(),
    scopes: z.array(z.string()),
    token: z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      expiresAt: z.string().nullable(),
    }),
  }),
  handle: async (_services, { caller: { account, token, scopes } }) => ({
    accountId: account.id,
    email: account.email,
    name: account.name,
    scopes: [...scopes],
    token: {
      id: token.id,
      name: token.name,
      kind: token.kind,
      expiresAt: token.expiresAt?.toISOString() ?? null,
    },
  }),
})
