import { type Actor, record } from '../audit/index.ts'
import type { Database, Executor } from '../database/index.ts'
import { type Clock, newId, randomSecret, sha256 } from '../lib/index.ts'
import type { Client } from './client.ts'
import { clientStore } from './client-store.ts'
import { grantTypesFor, parseClientName, parseRedirectUri } from './parse.ts'

export type ClientDeps = { readonly database: Database; readonly clock: Clock }

export type NewApplication = {
  readonly name: string
  readonly redirectUris: readonly string[]
  /** No secret: an app on somebody's device (RFC 8252), which proves itself by PKCE alone. */
  readonly isPublic: boolean
  readonly firstParty: boolean
}

/**
 * Registers an OAuth client that sends people through `/authorize`.
 * @returns its secret, this once; `undefined` for a public client.
 * @throws {InvalidClientName | InvalidRedirectUri}
 */
export async function createApplication(
  { database, clock }: ClientDeps,
  by: Actor,
  given: NewApplication,
): Promise<{ client: Client; secret: string | undefined }> {
  const redirectUris = given.redirectUris.map(parseRedirectUri)
  return await database.transaction((tx) =>
    registerClient(tx, clock, by, {
      kind: 'application',
      name: given.name,
      authMethod: given.isPublic ? 'none' : 'client_secret_basic',
      firstParty: given.firstParty,
      redirectUris,
      grantTypes: grantTypesFor(redirectUris),
      audience: null,
    }),
  )
}

/** Every client comes through here: a generated id, a generated secret where it has one, and the audit event. */
export async function registerClient(
  tx: Executor,
  clock: Clock,
  by: Actor,
  given: Omit<
    Client,
    'id' | 'secretHash' | 'previousSecretHash' | 'previousSecretEndsAt' | 'createdAt' | 'disabledAt'
  >,
): Promise<{ client: Client; secret: string | undefined }> {
  const now = clock()
  const secret = given.authMethod === 'none' ? undefined : randomSecret()
  const client: Client = {
    ...given,
    name: parseClientName(given.name),
    id: newId(),
    secretHash: secret === undefined ? null : sha256(secret),
    previousSecretHash: null,
    previousSecretEndsAt: null,
    createdAt: now,
    disabledAt: null,
  }
  await clientStore(tx).insert(client)
  const data = { kind: client.kind, name: client.name, firstParty: client.firstParty }
  await record(tx, now, { name: 'client.created', by, clientId: client.id, data })
  return { client, secret }
}
