import type { Catalogue } from '../catalogue/index.ts'
import type { Clients } from '../clients/index.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../lib/index.ts'
import type { Announce } from '../mail/index.ts'
import type { Metrics } from '../metrics/index.ts'
import type { Organizations } from '../organizations/index.ts'
import type { Policies } from '../policy/index.ts'
import type { Publish } from '../webhooks/index.ts'
import type { TokenFormat } from './format.ts'
import type { Kept } from './retention.ts'

export type TokenDeps = {
  readonly database: Database
  readonly clock: Clock
  readonly format: TokenFormat
  readonly policies: Policies
  readonly organizations: Organizations
  readonly clients: Clients
  readonly catalogue: Catalogue
  /** How long what has ended is kept. */
  readonly kept: Kept
  /** Tells by mail, where mail is on. */
  readonly announce: Announce
  readonly metrics: Metrics
  /** Tells programs, where an administrator has registered any. */
  readonly publish: Publish
}
