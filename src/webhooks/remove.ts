import { type Actor, record } from '../audit/index.ts'
import type { WebhookDeps } from './deps.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookNotFound } from './errors.ts'
import { hostOf } from './parse.ts'

/** Its deliveries and its secret go with it. @throws {WebhookNotFound} */
export async function removeWebhook(
  { database, clock }: Pick<WebhookDeps, 'database' | 'clock'>,
  by: Actor,
  id: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const store = endpointStore(tx)
    const row = await store.lock(id)
    if (row === undefined) throw new WebhookNotFound(id)
    await store.remove(id)
    const { description, events } = row
    const data = { webhookId: id, host: hostOf(row.url), description, events }
    await record(tx, clock(), { name: 'webhook.removed', by, data })
  })
}
