/** Chance that is the same in every run. */
export type Chance = {
  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
  /** True in so many of a hundred cases. */
  percent(share: number): boolean
}

/** mulberry32: small, and good enough to make data look unplanned. */
export function createChance(seed: number): Chance {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    whole,
    pick: (choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    percent: (share) => next() * 100 < share,
  }
}
