import type { Socket } from 'node:net'

export type PaceLimits = {
  /** Between two "not now" on a connection. */
  readonly pauseMilliseconds: number
  /** How many of those that have paused are told together, and how long the next ones wait then. */
  readonly mostTogether: number
  readonly turnMilliseconds: number
}

/**
 * Tells the first "not now" on a connection at once. Whoever takes no notice of `Retry-After` and comes again on the same
 * connection hears the next one when that time is over, and in turn: else thousands that were told together would come back
 * together, and answering them would be all that there is time for. The busier the process, the more it does between two turns.
 */
export function createPace(limits: PaceLimits): (socket: Socket, tell: () => void) => void {
  const nextAt = new WeakMap<Socket, number>()
  const due: (() => void)[] = []
  const tellSome = () => {
    for (const tell of due.splice(0, limits.mostTogether)) tell()
    if (due.length > 0) waitForTurn()
  }
  const waitForTurn = () => setTimeout(tellSome, limits.turnMilliseconds).unref()
  const becomeDue = (tell: () => void) => {
    if (due.push(tell) === 1) waitForTurn()
  }
  return (socket, tell) => {
    const tellNow = () => {
      nextAt.set(socket, performance.now() + limits.pauseMilliseconds)
      tell()
    }
    const pause = (nextAt.get(socket) ?? 0) - performance.now()
    if (pause <= 0) tellNow()
    else setTimeout(becomeDue, pause, tellNow).unref()
  }
}
