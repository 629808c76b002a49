import { z } from 'zod'
import { operation } from '../operation.ts'
import { id, time, toTime } from '../schemas/common.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

const reply = z
  .object({
    data: z.array(
      z.object({
        id,
        at: time,
        event: z
          .string()
          .meta({ description: 'Its name, which is never changed.', examples: ['token.minted'] }),
        actor: z.string().meta({ description: 'Who did it, in words.', examples: ['ada@example.com'] }),
        address: z
          .string()
          .nullable()
          .meta({ description: 'Where it came from.', examples: ['203.0.113.7'] }),
        data: z.record(z.string(), z.unknown()).meta({ description: 'What else is recorded.' }),
      }),
    ),
  })
  .meta({ id: 'TokenHistory' })

export const getTokenHistory = operation({
  id: 'getTokenHistory',
  tag: 'Tokens',
  method: 'get',
  path: '/api/v1/tokens/{tokenId}/history',
  access: 'patmint:read',
  summary: 'See a token’s history',
  description:
    'Who generated, edited, rotated, adopted and revoked it, the latest first; 100 events at the most.',
  params: tokenParams,
  status: 200,
  reply,
  errors: ['token_not_found'],
  async handle(services, { caller, params: { tokenId } }) {
    await findTokenInReach(services, caller, tokenId)
    const events = await services.tokens.history(tokenId)
    return {
      data: events.map((event) => ({
        id: event.id,
        at: toTime(event.at),
        event: event.name,
        actor: event.by.label,
        address: event.address,
        data: { ...event.data },
      })),
    }
  },
})
