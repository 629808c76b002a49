import { type Actor, record } from '../audit/index.ts'
import type { Client } from './client.ts'
import { clientStore } from './client-store.ts'
import { ClientNotFound } from './errors.ts'
import type { ClientDeps } from './register.ts'

/**
 * Switches a client off or on; it holds on the very next call. Switching off `patmint` is the kill switch of token
 * generation: nothing more is minted, and tokens that exist keep working. Doing it twice is not an error.
 * @throws {ClientNotFound}
 */
export async function switchClient(
  { database, clock }: ClientDeps,
  by: Actor,
  id: string,
  to: 'on' | 'off',
): Promise<Client> {
  return await database.transaction(async (tx) => {
    const store = clientStore(tx)
    const client = await store.lock(id)
    if (client === undefined) throw new ClientNotFound(id)
    if ((client.disabledAt === null) === (to === 'on')) return client
    const now = clock()
    const disabledAt = to === 'on' ? null : now
    await store.update(id, { disabledAt })
    await record(tx, now, { name: to === 'on' ? 'client.enabled' : 'client.disabled', by, clientId: id })
    return { ...client, disabledAt }
  })
}
