import { deleteDue, type Executor, insertRows } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { Delivery, DeliveryState } from './delivery.ts'
import { webhookDeliveryEntity } from './webhook-entities.ts'

export type DeliveryPage = {
  readonly state?: DeliveryState
  /** The last one of the page before. */
  readonly before?: string
  readonly limit: number
}

export function deliveryStore(tx: Executor) {
  const deliveries = tx.getRepository(webhookDeliveryEntity)
  return {
    insert: (rows: readonly Delivery[]): Promise<void> => insertRows(tx, webhookDeliveryEntity, rows),

    find: async (id: string): Promise<Delivery | undefined> =>
      isId(id) ? ((await deliveries.findOneBy({ id })) ?? undefined) : undefined,

    /** Whoever else notes what came of it waits until this transaction is over. */
    lock: async (id: string): Promise<Delivery | undefined> =>
      isId(id)
        ? ((await deliveries.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } })) ?? undefined)
        : undefined,

    /** The newest first. */
    list: (endpointId: string, { state, before, limit }: DeliveryPage): Promise<Delivery[]> => {
      const query = deliveries.createQueryBuilder('d').where('d.endpoint_id = :endpointId', { endpointId })
      if (state !== undefined) query.andWhere('d.state = :state', { state })
      if (before !== undefined) query.andWhere('d.id < :before', { before })
      return query.orderBy('d.id', 'DESC').limit(limit).getMany()
    },

    /** How many there are of each state, of every endpoint that has any. */
    countByState: (): Promise<{ endpointId: string; state: DeliveryState; count: number }[]> =>
      tx.query(
        `select endpoint_id as "endpointId", state, count(*)::int as count from webhook_delivery group by endpoint_id, state`,
      ),

    update: async (id: string, changes: Partial<Delivery>): Promise<void> =>
      void (await deliveries.update({ id }, changes)),

    /** What waits for an endpoint that is told nothing more. */
    giveUpAllOf: async (endpointId: string, lastError: string): Promise<void> =>
      void (await deliveries.update(
        { endpointId, state: 'pending' },
        { state: 'failed', lastError, nextTryAt: null },
      )),

    deleteOlderThan: (moment: Date): Promise<void> =>
      deleteDue(tx, 'webhook_delivery', 'created_at < $1', [moment]),
  }
}
