import type { Clock } from '../../src/lib/index.ts'

/** Real time, until a test moves it. */
export type MovableClock = Clock & {
  advance(milliseconds: number): void
}

export function movableClock(): MovableClock {
  let ahead = 0
  const clock = () => new Date(Date.now() + ahead)
  return Object.assign(clock, {
    advance(milliseconds: number) {
      ahead += milliseconds
    },
  })
}
