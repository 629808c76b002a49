import { type Client, hasTwoSecrets } from '../clients/index.ts'
import type { Module, Scope } from '../scopes/index.ts'
import { type Beside, ownScopesOf } from '../tokens/index.ts'
import { clientsAsked } from './clients-store.ts'

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

/** Those who ask, by their ids; `undefined`: there is none by that one, or it is switched off. */
export type Callers = ReadonlyMap<string, Caller | undefined>

/** Who makes up more ids than there are clients has them looked for anew. */
const MOST_HELD = 10_000

/** Reads the clients beside the tokens that they ask about, and knows them as long as nothing changes. */
export function createCallers(): Beside<Callers> {
  let revision: string | undefined
  let held = new Map<string, Caller | undefined>()
  return {
    name: 'introspect',
    columns: [clientsAsked('$3')],
    find: (asked, ids) => (revision === asked && ids.every((id) => held.has(id)) ? held : undefined),
    hold(newRevision, ids, [clients]) {
      if (newRevision !== revision || held.size >= MOST_HELD) held = new Map()
      revision = newRevision
      for (const id of ids) held.set(id, undefined)
      for (const row of JSON.parse(clients ?? '[]') as ClientRow[]) held.set(row.id, toCaller(row))
      return held
    },
  }
}

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
