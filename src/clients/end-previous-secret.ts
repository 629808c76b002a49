import { type Actor, record } from '../audit/index.ts'
import type { Client } from './client.ts'
import { clientStore } from './client-store.ts'
import { ClientHasNoSecret, ClientNotFound } from './errors.ts'
import type { ClientDeps } from './register.ts'

/**
 * Ends an overlap before its time: only the newest secret is good. Doing it twice is not an error.
 * @throws {ClientNotFound | ClientHasNoSecret}
 */
export async function endPreviousSecret(
  { database, clock }: ClientDeps,
  by: Actor,
  id: string,
): Promise<Client> {
  return await database.transaction(async (tx) => {
    const store = clientStore(tx)
    const before = await store.lock(id)
    if (before === undefined) throw new ClientNotFound(id)
    if (before.secretHash === null) throw new ClientHasNoSecret(id)
    // Also one whose time is over: by another node's clock it may not be.
    if (before.previousSecretHash === null) return before
    const ended = { previousSecretHash: null, previousSecretEndsAt: null }
    await store.update(id, ended)
    await record(tx, clock(), { name: 'client.secret_ended', by, clientId: id })
    return { ...before, ...ended }
  })
}
