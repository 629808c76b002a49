const DAY = 86_400_000

/** Sets the clock to so many milliseconds before now. */
export type GoBack = (milliseconds: number) => void

export type Timeline = {
  /** So many days before now; half days are fine. */
  at(daysAgo: number, work: () => Promise<unknown>): void
}

/**
 * What happens, in the order in which it happens: whatever comes to be in the past is made before what comes later, as in
 * life. What happens may plan what comes after it.
 */
export async function live(goBack: GoBack, plan: (timeline: Timeline) => void): Promise<void> {
  let pending: { daysAgo: number; work: () => Promise<unknown> }[] = []
  plan({ at: (daysAgo, work) => void pending.push({ daysAgo, work }) })
  while (pending.length > 0) {
    const [first, ...rest] = pending.sort((a, b) => b.daysAgo - a.daysAgo)
    pending = rest
    if (first === undefined) return
    goBack(first.daysAgo * DAY)
    await first.work()
  }
}
