import { setTimeout as sleep } from 'node:timers/promises'
import { isDatabaseFault } from './errors.ts'

const PAUSE_MILLISECONDS = 250
/** Half a minute, as long as statements fail at once. */
const MOST_TRIES = 120

/**
 * Tries again as long as the database does not answer: for what is left to be done at the start of a server that is already
 * asked. One connection that is lost at that moment is no reason to end it.
 * @throws what is no fault of the database, at once; and what still is one after half a minute
 */
export async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseFault(error) || tries >= MOST_TRIES) throw error
    }
    await sleep(PAUSE_MILLISECONDS)
  }
}
