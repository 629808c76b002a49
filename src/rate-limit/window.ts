import { MINUTE, SECOND } from '../lib/index.ts'

/** A minute of the clock, the same for everybody and on every node. */
export type Window = {
  /** Which minute it is, counted from 1970. It is part of a counter's key, so every minute starts from nothing. */
  readonly number: number
  readonly endsAt: Date
  /** Whole seconds until then, never 0. */
  readonly secondsLeft: number
}

export const WINDOW_SECONDS = MINUTE / SECOND

export function windowAt(now: Date): Window {
  const number = Math.floor(now.getTime() / MINUTE)
  const endsAt = new Date((number + 1) * MINUTE)
  return { number, endsAt, secondsLeft: Math.ceil((endsAt.getTime() - now.getTime()) / SECOND) }
}
