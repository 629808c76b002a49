import { ask, type Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import { type EndpointRow, toEndpoint, type WebhookEndpoint } from './endpoint.ts'
import type { WebhookEventType } from './event.ts'
import { webhookEndpointEntity } from './webhook-entities.ts'

export function endpointStore(tx: Executor) {
  const endpoints = tx.getRepository(webhookEndpointEntity)
  return {
    insert: async (row: EndpointRow): Promise<void> => void (await endpoints.insert(row)),

    find: async (id: string): Promise<EndpointRow | undefined> =>
      isId(id) ? ((await endpoints.findOneBy({ id })) ?? undefined) : undefined,

    /**
     * Whoever else wants to change it waits until this transaction is over. Who only writes a message for it does not: what
     * happens to tokens must never wait for an administrator.
     */
    lock: async (id: string): Promise<EndpointRow | undefined> =>
      isId(id)
        ? ((await endpoints.findOne({ where: { id }, lock: { mode: 'for_no_key_update' } })) ?? undefined)
        : undefined,

    count: (): Promise<number> => endpoints.count(),

    list: async (): Promise<WebhookEndpoint[]> =>
      (await endpoints.find({ order: { createdAt: 'asc', id: 'asc' } })).map(toEndpoint),

    listRows: (): Promise<EndpointRow[]> => endpoints.find(),

    /** Those that are to be told; none of them goes away before the transaction is over. */
    async listWanting(type: WebhookEventType): Promise<string[]> {
      const rows = await ask<{ id: string }>(tx, { ...LIST_WANTING, values: [type] })
      return rows.map(({ id }) => id)
    },

    update: async (id: string, changes: Partial<EndpointRow>): Promise<void> =>
      void (await endpoints.update({ id }, changes)),

    /** Its deliveries go with it. */
    remove: async (id: string): Promise<void> => void (await endpoints.delete({ id })),
  }
}

const LIST_WANTING = {
  name: 'list-wanting-webhooks',
  text: 'select id from webhook_endpoint where disabled_at is null and $1 = any(events) order by id for key share',
}
