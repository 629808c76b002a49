import type { Executor } from '../database/index.ts'
import type { WebhookDeps } from './deps.ts'
import { endpointStore } from './endpoint-store.ts'
import { toPayload, type WebhookEvent, type WebhookEventType } from './event.ts'
import { addDeliveries } from './new-delivery.ts'

/**
 * Tells every endpoint that wants to know, in the transaction of what happened: one is never without the other. Where none
 * wants to, it is one look at a small table.
 */
export async function publishEvents(
  { queue }: Pick<WebhookDeps, 'queue'>,
  tx: Executor,
  type: WebhookEventType,
  events: readonly WebhookEvent[],
): Promise<void> {
  const wanting = await endpointStore(tx).listWanting(type)
  if (wanting.length === 0) return
  const messages = events.map(({ at, data }) => ({ type, payload: toPayload(type, at, data), createdAt: at }))
  await addDeliveries(tx, queue, wanting, messages)
}
