import { z } from 'zod'
import type { Tokens } from '../../../tokens/index.ts'
import { id, time, toTime } from './common.ts'

const scopes = z.array(z.string()).meta({ examples: [['tracker:write']] })

const tokenFields = {
  id,
  name: z.string().meta({ examples: ['CI deploy'] }),
  email: z.string().meta({ description: 'Whose it is.', examples: ['ada@example.com'] }),
}

export const previewReply = z
  .object({
    complete: z.boolean().meta({
      description: 'Whether every live token was looked at. If not, there may be more than are counted here.',
      examples: [true],
    }),
    ending: z
      .object({
        total: z.int(),
        atOnce: z.int().meta({ description: 'Those of them that stop as soon as the policy holds.' }),
        tokens: z.array(
          z.object({
            ...tokenFields,
            endsAt: time,
            rule: z.enum(['lifetime', 'idle', 'kind', 'networks']),
          }),
        ),
      })
      .meta({ description: 'Live tokens that would end sooner than now; the first hundred are named.' }),
    narrowed: z
      .object({
        total: z.int(),
        losingScopes: z.int(),
        scopes,
        losingNetworks: z.int(),
        tokens: z.array(z.object({ ...tokenFields, lostScopes: scopes, fewerNetworks: z.boolean() })),
      })
      .meta({ description: 'Live tokens that would go on, and could do less; the first hundred are named.' }),
  })
  .meta({ id: 'PolicyPreview' })

type Preview = Awaited<ReturnType<Tokens['previewPolicy']>>
type Found = Preview['found'][number]

/** As the schema says. */
const MOST_NAMED = 100

export function toPreviewReply(isAll: boolean, [found]: Preview['found']): z.input<typeof previewReply> {
  if (found === undefined) throw new Error('a preview of one start has no answer')
  return { complete: isAll, ...toFound(found) }
}

const toFound = ({ total, stoppingNow, tokens, narrowed }: Found) => ({
  ending: {
    total,
    atOnce: stoppingNow,
    tokens: tokens.slice(0, MOST_NAMED).map(({ token, end }) => ({
      ...toNamed(token),
      endsAt: toTime(end.at),
      rule: end.rule,
    })),
  },
  narrowed: {
    total: narrowed.total,
    losingScopes: narrowed.losingScopes,
    scopes: [...narrowed.scopes],
    losingNetworks: narrowed.losingNetworks,
    tokens: narrowed.tokens.slice(0, MOST_NAMED).map(({ token, lostScopes, fewerNetworks }) => ({
      ...toNamed(token),
      lostScopes: [...lostScopes],
      fewerNetworks,
    })),
  },
})

const toNamed = (token: Found['tokens'][number]['token']) => ({
  id: token.id,
  name: token.name,
  email: token.accountEmail,
})
