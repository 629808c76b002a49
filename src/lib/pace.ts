import type { Socket } from 'node:net'

/**
 * Tells the first "not now" on a connection at once. Whoever takes no notice of `Retry-After` and comes again on the same
 * connection hears the next one when that time is over: else answering those would be all that there is time for.
 */
export function createPace(milliseconds: number): (socket: Socket, tell: () => void) => void {
  const nextAt = new WeakMap<Socket, number>()
  return (socket, tell) => {
    const now = performance.now()
    const at = Math.max(now, nextAt.get(socket) ?? now)
    nextAt.set(socket, at + milliseconds)
    if (at === now) tell()
    else setTimeout(tell, at - now).unref()
  }
}
