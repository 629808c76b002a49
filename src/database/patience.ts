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

type Wait = {
  readonly endsAt: number
  readonly giveUp: GiveUp
  readonly reason: string
  /** Among all; `undefined`: it is over. */
  place: number | undefined
}

/** No Set: what was taken out of one may live as long as it does, with all that it refers to (the rows of each look at the database). */
const waits: Wait[] = []
let timer: NodeJS.Timeout | undefined

/** Nobody notices so little more patience. */
const CHECK_EVERY_MILLISECONDS = 25

/** All waits are looked at by one timer: one for each would be two for every statement. */
function wait(giveUp: GiveUp, reason: string): () => void {
  const patience = current.getStore()
  const left = patience === undefined ? UNHURRIED_MILLISECONDS : begin(patience)
  const one: Wait = { endsAt: performance.now() + left, giveUp, reason, place: waits.length }
  waits.push(one)
  timer ??= setInterval(giveUpLate, CHECK_EVERY_MILLISECONDS).unref()
  return () => {
    if (one.place === undefined) return
    takeOut(one, one.place)
    if (patience !== undefined) finish(patience)
  }
}

function takeOut(one: Wait, place: number): void {
  const last = waits.pop()
  if (last !== undefined && last !== one) {
    waits[place] = last
    last.place = place
  }
  one.place = undefined
}

function giveUpLate(): void {
  const now = performance.now()
  const late = waits.filter(({ endsAt }) => endsAt <= now)
  // Where it was this process that was held up, the answer is there already: it is read before anybody gives up.
  if (late.length > 0) setImmediate(() => late.forEach(giveUpOne))
  if (waits.length === 0) {
    clearInterval(timer)
    timer = undefined
  }
}

function giveUpOne(one: Wait): void {
  if (one.place !== undefined) one.giveUp(new DatabaseUnavailable(one.reason))
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
