import { type Actor, record } from '../audit/index.ts'
import type { Delivery } from './delivery.ts'
import type { WebhookDeps } from './deps.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookDisabled, WebhookNotFound } from './errors.ts'
import { TEST_EVENT, toPayload } from './event.ts'
import { addDeliveries } from './new-delivery.ts'
import { hostOf } from './parse.ts'

/** Sends one message that says nothing, to see whether it comes. @throws {WebhookNotFound | WebhookDisabled} */
export async function sendTestEvent(
  { database, clock, queue }: WebhookDeps,
  by: Actor,
  id: string,
): Promise<Delivery> {
  return await database.transaction(async (tx) => {
    const row = await endpointStore(tx).lock(id)
    if (row === undefined) throw new WebhookNotFound(id)
    if (row.disabledAt !== null) throw new WebhookDisabled(id)
    const createdAt = clock()
    const payload = toPayload(TEST_EVENT, createdAt, { webhookId: id })
    const [delivery] = await addDeliveries(tx, queue, [id], [{ type: TEST_EVENT, payload, createdAt }])
    if (delivery === undefined) throw new Error('a delivery that was just written is not there')
    await record(tx, createdAt, {
      name: 'webhook.tested',
      by,
      data: { webhookId: id, host: hostOf(row.url), deliveryId: delivery.id },
    })
    return delivery
  })
}
