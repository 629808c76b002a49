import { AsyncLocalStorage } from 'node:async_hooks'
import { DatabaseUnavailable } from './errors.ts'
import type { DatabaseWatcher, GiveUp } from './watch.ts'

/** For how long a piece of work may still wait for the database, all its waits together. */
type Patience = {
  leftMilliseconds: number
  /** How many waits are under way; those that overlap count once. */
  waits: number
  waitingSince: number
}

const current = new AsyncLocalStorage<Patience | undefined>()

/** A single statement, where no client waits for an answer: jobs, tidying, commands. */
const UNHURRIED_MILLISECONDS = 30_000

/**
 * Does something for somebody who waits. When it has waited this long for the database (for connections and for answers,
 * not for anything else), what it waits for ends with DatabaseUnavailable.
 */
export const withPatience = <T>(milliseconds: number, work: () => T): T =>
  current.run({ leftMilliseconds: milliseconds, waits: 0, waitingSince: 0 }, work)

/** What takes long by its nature and was asked for knowingly, such as an export. */
export const unhurried = <T>(work: () => T): T => current.run(undefined, work)

/** Ends each wait for the database when patience is over. */
export const patienceWatcher: DatabaseWatcher = {
  waiting: (giveUp) => wait(giveUp, 'no connection to the database in time'),
  asking: (_name, giveUp) => wait(giveUp, 'the database did not answer in time'),
}

/** For a wait that the driver knows nothing of. @returns what ends it; nothing where nobody is in a hurry */
export const waitPatiently = (giveUp: GiveUp, reason: string): (() => void) | undefined =>
  current.getStore() === undefined ? undefined : wait(giveUp, reason)

function wait(giveUp: GiveUp, reason: string): () => void {
  const patience = current.getStore()
  const left = patience === undefined ? UNHURRIED_MILLISECONDS : begin(patience)
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    clearTimeout(timer)
    if (patience !== undefined) finish(patience)
  }
  const late = () => {
    if (!isOver) giveUp(new DatabaseUnavailable(reason))
  }
  // Where it was this process that was held up, the answer is there already: it is read before anybody gives up.
  const timer = setTimeout(() => setImmediate(late), left)
  return end
}

/** @returns how long this wait may be */
function begin(patience: Patience): number {
  const now = performance.now()
  if (patience.waits === 0) patience.waitingSince = now
  patience.waits += 1
  return Math.max(0, patience.leftMilliseconds - (now - patience.waitingSince))
}

function finish(patience: Patience): void {
  patience.waits -= 1
  if (patience.waits === 0) patience.leftMilliseconds -= performance.now() - patience.waitingSince
}
