import type { Accounts } from '../accounts/index.ts'
import type { Catalogue } from '../catalogue/index.ts'
import type { Clients } from '../clients/index.ts'
import type { Keys } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import type { Clock, Log } from '../lib/index.ts'
import type { RateLimits } from '../rate-limit/index.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Tokens } from '../tokens/index.ts'
import type { Host } from './host.ts'

/** What the composition root gives. */
export type OauthDeps = {
  readonly config: { readonly issuer: string }
  readonly keys: Pick<Keys, 'cookie' | 'seal'>
  readonly log: Log
  readonly clock: Clock
  readonly database: Database
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly clients: Clients
  readonly catalogue: Catalogue
  readonly tokens: Tokens
  readonly rateLimits: RateLimits
}

/** The same with the http room's half, which is bound later: always read through `host()`. */
export type EngineDeps = OauthDeps & { readonly host: () => Host }
