import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems hand out by themselves: nobody gets one of these by asking for any port. `fetch` refuses 10080. */
const FIRST = 11_000
const LAST = 31_000
/** Mocha numbers the processes of a run; each has ports of its own. */
const SHARE = 2_000
const SHARES = (LAST - FIRST) / SHARE

const own = FIRST + ((Number(process.env['MOCHA_WORKER_ID'] ?? 0) + process.ppid) % SHARES) * SHARE
let taken = process.pid % SHARE

/**
 * A port of 127.0.0.1 that will still be free in a moment, when a server is told to listen there. Had the system chosen it, it might
 * choose it once more meanwhile, for a server of the tests that run beside.
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < SHARE; tries += 1) {
    taken = (taken + 1) % SHARE
    const port = own + taken
    if (await isFree(port)) return port
  }
  throw new Error(`none of the ports from ${own} to ${own + SHARE} is free`)
}

async function isFree(port: number): Promise<boolean> {
  const socket = createServer()
  try {
    socket.listen(port, '127.0.0.1')
    await once(socket, 'listening')
  } catch {
    return false
  }
  socket.close()
  await once(socket, 'close')
  return true
}
