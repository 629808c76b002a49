import { z } from 'zod'
import { countGiven, time, toTime } from '../../schemas/common.ts'
import { tokenReply, toTokenReply } from '../../schemas/token.ts'
import { adminOperation } from '../admin-operation.ts'

const count = z.int().meta({ examples: [12] })

const reply = z
  .object({
    counts: z.object({
      active: count,
      expiringSoon: count,
      neverUsed: count,
      olderThanYear: count,
      estimated: z.boolean().meta({
        description:
          'Whether these four are estimates, as they are where there are more tokens than are counted.',
        examples: [false],
      }),
    }),
    perDay: z
      .array(
        z.object({
          day: z.string().meta({ description: 'In UTC.', examples: ['2026-11-27'] }),
          minted: count,
          revoked: count,
        }),
      )
      .meta({ description: 'The oldest first.' }),
    introspections: z
      .array(z.object({ minute: time, active: count, refused: count }))
      .meta({ description: 'The oldest minute first. At most a minute behind.' }),
    refusals: z.array(z.object({ reason: z.string().meta({ examples: ['expired'] }), count })).meta({
      description: 'Why introspections were not active in the last 24 hours, the most frequent first.',
    }),
    expiringSoon: z.array(tokenReply).meta({ description: 'The next ten that end within 14 days.' }),
    neverUsed: z.array(tokenReply).meta({ description: 'Ten that were never used, the oldest first.' }),
    oldest: z.array(tokenReply).meta({ description: 'Ten that are older than a year.' }),
  })
  .meta({ id: 'Overview' })

export const getOverview = adminOperation('console.see', {
  id: 'getOverview',
  tag: 'All tokens',
  method: 'get',
  path: '/api/v1/admin/overview',
  summary: 'See how the server is used',
  description:
    'What the first page of the administration shows: counts, charts, and tokens that want to be looked after.',
  query: z.strictObject({
    days: countGiven(30, 30, 'How many days of perDay, today included.'),
    minutes: countGiven(60, 60, 'How many minutes of introspections, this one included.'),
  }),
  status: 200,
  reply,
  async handle({ tokens, clock }, { query: { days, minutes } }) {
    const { perDay, introspections, expiringSoon, neverUsed, oldest, ...rest } = await tokens.overview()
    const now = clock()
    return {
      ...rest,
      perDay: perDay.slice(-days),
      introspections: introspections
        .slice(-minutes)
        .map(({ minute, ...counts }) => ({ ...counts, minute: toTime(minute) })),
      expiringSoon: expiringSoon.map((token) => toTokenReply(token, now)),
      neverUsed: neverUsed.map((token) => toTokenReply(token, now)),
      oldest: oldest.map((token) => toTokenReply(token, now)),
    }
  },
})
