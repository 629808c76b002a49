import type { Services } from '../../src/assemble.ts'

const MINUTE = 60_000

const REFUSALS = [
  'expired',
  'revoked',
  'unknown',
  'expired',
  'malformed',
  'audience',
  'expired',
  'address',
] as const

/** An hour of introspections, in waves and with refusals in between; the same in every run. */
export async function createBelievableTraffic(
  { tokens }: Services,
  goBack: (milliseconds: number) => void,
): Promise<void> {
  for (let minutesAgo = 59; minutesAgo >= 0; minutesAgo -= 1) {
    goBack(minutesAgo * MINUTE)
    const active = 24 + Math.round(14 * Math.sin(minutesAgo / 7)) + ((minutesAgo * 7) % 9)
    for (let count = active; count > 0; count -= 1) tokens.countIntrospection('active')
    for (let count = minutesAgo % 4; count > 0; count -= 1)
      tokens.countIntrospection(REFUSALS[(minutesAgo + count) % REFUSALS.length] ?? 'unknown')
  }
  goBack(0)
  await tokens.flushUsage()
}
