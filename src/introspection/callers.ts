import { type Client, hasTwoSecrets } from '../clients/index.ts'
import { memoize } from '../lib/index.ts'
import type { Module, Scope } from '../scopes/index.ts'
import { ownScopesOf } from '../tokens/index.ts'

/** A client as it is read here: dates and hashes are texts. */
type ClientRow = Pick<Client, 'id' | 'kind' | 'authMethod' | 'audience'> & {
  readonly secretHash: string | null
  readonly previousSecretHash: string | null
  readonly previousSecretEndsAt: string | null
  readonly modules: readonly Pick<Module, 'name' | 'actions'>[] | null
}

/** A client that is there and not switched off. */
export type Caller = Pick<
  Client,
  'id' | 'kind' | 'authMethod' | 'audience' | 'secretHash' | 'previousSecretHash' | 'previousSecretEndsAt'
> & {
  /** Those that it may hear of, as a resource server. */
  readonly ownScopes: ReadonlySet<Scope>
}

/** Of sets of clients that ask at the same moment. */
const MOST_REMEMBERED = 100

/** Reads the clients of a batch, which come as one text. One that came before is not read again. */
export const createCallersReader = () =>
  memoize(MOST_REMEMBERED, (text: string): ReadonlyMap<string, Caller> => {
    const rows = JSON.parse(text) as ClientRow[]
    return new Map(rows.map((row) => [row.id, toCaller(row)]))
  })

const toCaller = ({ id, kind, authMethod, audience, ...row }: ClientRow): Caller => ({
  id,
  kind,
  authMethod,
  audience,
  ownScopes: ownScopesOf(row.modules ?? []),
  secretHash: toHash(row.secretHash),
  previousSecretHash: toHash(row.previousSecretHash),
  previousSecretEndsAt: row.previousSecretEndsAt === null ? null : new Date(row.previousSecretEndsAt),
})

const toHash = (hex: string | null): Buffer | null => (hex === null ? null : Buffer.from(hex, 'hex'))

/** The hashes of the secrets that are good at that moment. */
export const secretsOf = (
  caller: Caller,
  at: Date,
): { readonly secretHash: Buffer | null; readonly previousSecretHash: Buffer | null } => ({
  secretHash: caller.secretHash,
  previousSecretHash: hasTwoSecrets(caller, at) ? caller.previousSecretHash : null,
})
