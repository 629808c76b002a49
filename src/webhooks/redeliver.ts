import { type Actor, record } from '../audit/index.ts'
import { RETRIES } from './back-off.ts'
import type { Delivery } from './delivery.ts'
import { deliveryStore } from './delivery-store.ts'
import type { WebhookDeps } from './deps.ts'
import { endpointStore } from './endpoint-store.ts'
import { DeliveryNotFound, WebhookDisabled, WebhookNotFound } from './errors.ts'
import { hostOf } from './parse.ts'

/**
 * Sends a message once more, whatever became of it: now, and then as often as a new one. It has the same `webhook-id`, so that
 * a receiver that knows it can leave it at that.
 * @throws {WebhookNotFound | DeliveryNotFound | WebhookDisabled}
 */
export async function redeliver(
  { database, clock, queue }: WebhookDeps,
  by: Actor,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: string },
): Promise<Delivery> {
  return await database.transaction(async (tx) => {
    // The endpoint before its delivery, as everybody locks them.
    const row = await endpointStore(tx).lock(webhookId)
    if (row === undefined) throw new WebhookNotFound(webhookId)
    const store = deliveryStore(tx)
    const delivery = await store.lock(deliveryId)
    if (delivery?.endpointId !== webhookId) throw new DeliveryNotFound(deliveryId)
    if (row.disabledAt !== null) throw new WebhookDisabled(webhookId)
    const now = clock()
    const again = { state: 'pending', retriesLeft: RETRIES, nextTryAt: now } as const
    await store.update(deliveryId, again)
    await queue.enqueue(tx, { deliveryId, attempt: delivery.attempts + 1 }, { group: webhookId })
    const data = { webhookId, host: hostOf(row.url), deliveryId, type: delivery.type }
    await record(tx, now, { name: 'webhook.redelivered', by, data })
    return { ...delivery, ...again }
  })
}
