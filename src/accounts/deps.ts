import type { Database } from '../database/index.ts'
import type { Clock } from '../lib/index.ts'
import type { Announce } from '../mail/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Passwords } from './password.ts'
import type { Throttle } from './throttle.ts'

export type AccountDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly passwords: Passwords
  readonly throttle: Throttle
  /** Tells by mail, where mail is on. */
  readonly announce: Announce
  readonly metrics: Pick<Metrics, 'countSignIn'>
}
