import { type Actor, record } from '../audit/index.ts'
import { type Client, INTERNAL_CLIENT_ID } from './client.ts'
import { clientStore } from './client-store.ts'
import type { ClientDeps } from './register.ts'

/**
 * Makes sure that the first-party client `patmint` exists, to which personal access tokens are issued. Idempotent, and
 * safe on many nodes at once. It never switches the client on again: that is an administrator's decision.
 */
export async function ensureInternalClient(
  { database, clock }: ClientDeps,
  by: Actor,
): Promise<{ client: Client; created: boolean }> {
  const found = await clientStore(database.manager).find(INTERNAL_CLIENT_ID)
  if (found !== undefined) return { client: found, created: false }
  return await database.transaction(async (tx) => {
    const now = clock()
    const client: Client = {
      id: INTERNAL_CLIENT_ID,
      kind: 'internal',
      name: 'Patmint',
      authMethod: 'none',
      secretHash: null,
      previousSecretHash: null,
      previousSecretEndsAt: null,
      firstParty: true,
      redirectUris: [],
      grantTypes: [],
      audience: null,
      createdAt: now,
      disabledAt: null,
    }
    const created = await clientStore(tx).insertIfAbsent(client)
    if (created)
      await record(tx, now, { name: 'client.created', by, clientId: client.id, data: { kind: client.kind } })
    return { client, created }
  })
}
