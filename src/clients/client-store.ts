import type { Executor } from '../database/index.ts'
import type { Client } from './client.ts'
import { clientEntity } from './client-entity.ts'

/** RFC 6749 appendix A.1: client ids are printable ASCII. Anything else cannot be one, and never reaches the database. */
const CLIENT_ID = /^[\x20-\x7e]{1,200}$/

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
      CLIENT_ID.test(id) ? ((await clients.findOneBy({ id })) ?? undefined) : undefined,

    list: (): Promise<Client[]> => clients.find({ order: { createdAt: 'asc', id: 'asc' } }),

    setDisabledAt: async (id: string, disabledAt: Date | null): Promise<void> =>
      void (await clients.update({ id }, { disabledAt })),
  }
}
