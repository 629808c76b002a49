import { setTimeout as sleep } from 'node:timers/promises'

export type Rhythm = {
  readonly everyMilliseconds: number
  /** Within so much time after its beginning a round is to be over. */
  readonly withinMilliseconds: number
}

/** Waits after a slice of the work that took so long, when there are so many left. */
export type Pause = (tookMilliseconds: number, slicesLeft: number) => Promise<void>

/**
 * Does something again and again, a slice at a time and with pauses. `now` does it without: what is under way pauses no more,
 * and is waited for. Never twice at once.
 */
export function createRounds(
  { everyMilliseconds, withinMilliseconds }: Rhythm,
  work: (pause: Pause) => Promise<void>,
  complain: (error: unknown) => void,
) {
  let last: Promise<void> = Promise.resolve()
  let unhurried: AbortController | undefined
  const begin = (pause: Pause) => {
    last = last.catch(() => {}).then(() => work(pause))
    return last
  }
  const goRound = () => {
    // The one before is still at it: the database is slow, or away.
    if (unhurried !== undefined) return
    unhurried = new AbortController()
    begin(pausesWithin(withinMilliseconds, unhurried.signal))
      .catch(complain)
      .finally(() => {
        unhurried = undefined
      })
  }
  const timer = setInterval(goRound, everyMilliseconds).unref()
  return {
    now(): Promise<void> {
      unhurried?.abort()
      return begin(async () => {})
    },
    end: () => clearInterval(timer),
  }
}

function pausesWithin(milliseconds: number, hurry: AbortSignal): Pause {
  const endsAt = performance.now() + milliseconds
  return async (took, slicesLeft) => {
    const pause = pauseAfter(took, { slices: slicesLeft, milliseconds: endsAt - performance.now() })
    if (pause > 0) await sleep(pause, undefined, { signal: hurry, ref: false }).catch(() => {})
  }
}

/**
 * Three times what the slice took, so that the database has three quarters of the time for others; less where what is left
 * would not be done in time.
 */
export const pauseAfter = (
  tookMilliseconds: number,
  left: { readonly slices: number; readonly milliseconds: number },
): number => Math.max(0, Math.min(3 * tookMilliseconds, left.milliseconds / left.slices - tookMilliseconds))
