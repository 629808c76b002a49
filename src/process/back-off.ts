import { SECOND } from '../lib/index.ts'

/** Who lived this long did not die of its start. */
export const STEADY_AFTER = 10 * SECOND

const FIRST_WAIT = SECOND / 10
const LONGEST_WAIT = 30 * SECOND
const MOST_IN_A_ROW = 5

/** How long to wait before a worker that has ended is replaced: hardly at all, and longer each time that it ends at once. */
export function createBackOff() {
  let inARow = 0
  return {
    /** @returns milliseconds to wait for */
    noteEnd(livedMilliseconds: number): number {
      inARow = livedMilliseconds < STEADY_AFTER ? inARow + 1 : 1
      return Math.min(FIRST_WAIT * 2 ** (inARow - 1), LONGEST_WAIT)
    },
    /** They end as soon as they start: it is not the worker. */
    isHopeless: (): boolean => inARow >= MOST_IN_A_ROW,
  }
}
