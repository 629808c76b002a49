import type { Services } from '../../../src/assemble.ts'
import type { Chance } from './chance.ts'
import type { GoBack } from './timeline.ts'

const DAY = 86_400_000
const MINUTE = 60_000

/** A token that was used, between these days before now. */
export type Used = {
  readonly tokenId: string
  readonly clientId: string
  readonly addresses: readonly string[]
  readonly fromDaysAgo: number
  readonly untilDaysAgo: number
  readonly perDay: number
}

const MONTHS = 120

/** Day by day, as resource servers would have asked: fewer at week-ends, and not twice the same. */
export async function useTokens(
  { tokens }: Services,
  chance: Chance,
  goBack: GoBack,
  used: readonly Used[],
): Promise<void> {
  for (let daysAgo = MONTHS; daysAgo >= 0; daysAgo -= 1) {
    const share = (daysAgo % 7 === 1 || daysAgo % 7 === 2 ? 20 : 100) / 100
    for (const { tokenId, clientId, addresses, fromDaysAgo, untilDaysAgo, perDay } of used) {
      if (daysAgo > fromDaysAgo || daysAgo < untilDaysAgo) continue
      goBack(daysAgo * DAY + chance.whole(20, 700) * MINUTE)
      const uses = Math.round((perDay * share * chance.whole(50, 150)) / 100)
      for (let use = 0; use < uses; use += 1) {
        const address = addresses[use % 7 === 0 ? addresses.length - 1 : 0] ?? '203.0.113.7'
        tokens.touch({ tokenId, clientId, address })
      }
    }
    if (daysAgo % 10 === 0) await tokens.flushUsage()
  }
}

const REFUSALS = [
  'expired',
  'revoked',
  'unknown',
  'malformed',
  'account_disabled',
  'audience',
  'address',
  'rotated',
] as const
const HOURS = 26

/** The last day's introspections, minute by minute. */
export async function introspect({ tokens }: Services, chance: Chance, goBack: GoBack): Promise<void> {
  for (let minute = HOURS * 60; minute >= 0; minute -= 1) {
    goBack(minute * MINUTE)
    const busy = 30 + Math.round(18 * Math.sin(minute / 95)) + chance.whole(0, 14)
    for (let count = 0; count < busy; count += 1) tokens.countIntrospection('active')
    const refused = chance.percent(4) ? chance.whole(6, 14) : chance.whole(0, 3)
    for (let count = 0; count < refused; count += 1) {
      // The first of them come the most often.
      tokens.countIntrospection(REFUSALS[Math.min(chance.whole(0, 7), chance.whole(0, 7))] ?? 'unknown')
    }
  }
  await tokens.flushUsage()
}
