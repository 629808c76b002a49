import { z } from 'zod'
import { operation } from '../operation.ts'
import { countGiven, time, toTime } from '../schemas/common.ts'
import { findTokenInReach, tokenParams } from './find-token.ts'

const reply = z
  .object({
    days: z
      .array(
        z.object({
          day: z.string().meta({ description: 'In UTC.', examples: ['2026-11-27'] }),
          count: z.int().meta({ examples: [12] }),
        }),
      )
      .meta({ description: 'The oldest first; those without use are there, too.' }),
    from: z
      .array(
        z.object({
          clientId: z.string().meta({
            description: 'The API that the token was shown to; patmint is this one.',
            examples: ['patmint'],
          }),
          clientName: z
            .string()
            .nullable()
            .meta({ examples: ['Patmint'] }),
          address: z.string().meta({ examples: ['203.0.113.7'] }),
          count: z.int().meta({ examples: [12] }),
          lastAt: time,
        }),
      )
      .meta({ description: 'Where it was used from in the last 30 days, the latest first; 20 at the most.' }),
  })
  .meta({ id: 'TokenUsage' })

export const getTokenUsage = operation({
  id: 'getTokenUsage',
  tag: 'Tokens',
  method: 'get',
  path: '/api/v1/tokens/{tokenId}/usage',
  access: 'patmint:read',
  summary: 'See how a token is used',
  description:
    'How often it was used on each of the last days, by which APIs and from where. At most a minute behind.',
  params: tokenParams,
  query: z.strictObject({ days: countGiven(30, 30, 'How many days to look back, today included.') }),
  status: 200,
  reply,
  errors: ['token_not_found'],
  async handle(services, { caller, params: { tokenId }, query }) {
    await findTokenInReach(services, caller, tokenId)
    const { days, from } = await services.tokens.usage(tokenId)
    return {
      days: days.slice(-query.days),
      from: from.map(({ lastAt, ...use }) => ({ ...use, lastAt: toTime(lastAt) })),
    }
  },
})
