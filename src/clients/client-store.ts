import { ask, type Executor, findRow } from '../database/index.ts'
import type { Client } from './client.ts'
import { clientEntity } from './client-entity.ts'

/** RFC 6749 appendix A.1: client ids are printable ASCII. Anything else cannot be one, and never reaches the database. */
export const isClientId = (text: string): boolean => /^[\x20-\x7e]{1,200}$/.test(text)

export function clientStore(tx: Executor) {
  const clients = tx.getRepository(clientEntity)
  return {
    insert: async (client: Client): Promise<void> => void (await clients.insert(client)),

    /** True where it was not there yet. */
    async insertIfAbsent(client: Client): Promise<boolean> {
      const query = clients.createQueryBuilder().insert().values(client).orIgnore().returning('id')
      const { raw } = await query.execute()
      return (raw as unknown[]).length > 0
    },

    find: async (id: string): Promise<Client | undefined> =>
      isClientId(id) ? await findRow(tx, clientEntity, 'id', id) : undefined,

    /** Whether there is such a client that is not disabled: pages ask this of one, each time. */
    async isOn(id: string): Promise<boolean> {
      const text = 'select disabled_at is null as found from oauth_client where id = $1'
      const [row] = await ask<{ found: boolean }>(tx, { name: 'is-client-on', text, values: [id] })
      return row?.found === true
    },

    /** Whoever else wants to change it waits until this transaction is over. */
    lock: async (id: string): Promise<Client | undefined> =>
      isClientId(id)
        ? ((await clients.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })) ?? undefined)
        : undefined,

    list: (): Promise<Client[]> => clients.find({ order: { createdAt: 'asc', id: 'asc' } }),

    update: async (id: string, changes: Partial<Client>): Promise<void> =>
      void (await clients.update({ id }, changes)),
  }
}
