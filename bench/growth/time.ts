import { medianOf } from '../lib/table.ts'

export type Act = readonly [name: string, act: () => Promise<unknown>]

/** Milliseconds of each: the first time, with nothing of it in memory; the median, and the longest after that. */
export type Times = Map<string, { readonly first: number; readonly median: number; readonly longest: number }>

export async function timeAll(acts: readonly Act[], repeats: number): Promise<Times> {
  const times: Times = new Map()
  for (const [name, act] of acts) {
    const all: number[] = []
    for (let n = 0; n <= repeats; n += 1) {
      const started = performance.now()
      await act()
      all.push(performance.now() - started)
    }
    const [first = Number.NaN, ...rest] = all
    times.set(name, { first, median: medianOf(rest), longest: Math.max(...rest) })
  }
  return times
}
