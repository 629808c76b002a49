import { type Log, MINUTE } from '../lib/index.ts'

/** Past this many reasons something is wrong with them. */
const MOST_REASONS = 100

/** One of the refusals of a minute, so that somebody who looks into it can begin somewhere. No secret is in it. */
export type Example = {
  readonly requestId: string
  readonly address: string
  /** Only where there is such a client: whoever mixes up the fields may have sent a secret. */
  readonly clientId: string | undefined
}

/** There may be thousands in a second: they are counted, and a line a minute says how many there were and names one. */
export function createRefusals(log: Log) {
  let counts = new Map<string, { count: number; readonly example: Example }>()
  const write = () => {
    const past = counts
    counts = new Map()
    for (const [reason, { count, example }] of past)
      log.info({ reason, count, example }, 'introspections that were refused')
  }
  const timer = setInterval(write, MINUTE).unref()
  return {
    /** @returns whether it was the first of its kind in this minute */
    count(reason: string, example: () => Example): boolean {
      const known = counts.get(reason)
      if (known !== undefined) known.count += 1
      else if (counts.size < MOST_REASONS) counts.set(reason, { count: 1, example: example() })
      return known === undefined
    },
    close(): void {
      clearInterval(timer)
      write()
    },
  }
}

export type Refusals = ReturnType<typeof createRefusals>
