import type { Executor } from '../database/index.ts'
import { newId } from '../lib/index.ts'
import { RETRIES } from './back-off.ts'
import type { Delivery } from './delivery.ts'
import { deliveryStore } from './delivery-store.ts'
import type { WebhookDeps } from './deps.ts'

type Message = Pick<Delivery, 'type' | 'payload' | 'createdAt'>

/** Writes messages for each endpoint, and has them sent, in the caller's transaction. */
export async function addDeliveries(
  tx: Executor,
  queue: WebhookDeps['queue'],
  endpointIds: readonly string[],
  messages: readonly Message[],
): Promise<Delivery[]> {
  const rows = messages.flatMap((message) => {
    const messageId = `msg_${newId()}`
    return endpointIds.map((endpointId) => toRow(endpointId, messageId, message))
  })
  await deliveryStore(tx).insert(rows)
  await queue.enqueueAll(
    tx,
    rows.map(({ id: deliveryId, endpointId }) => ({ data: { deliveryId, attempt: 1 }, group: endpointId })),
  )
  return rows
}

const toRow = (endpointId: string, messageId: string, message: Message): Delivery => ({
  id: newId(),
  endpointId,
  messageId,
  ...message,
  state: 'pending',
  attempts: 0,
  retriesLeft: RETRIES,
  lastTriedAt: null,
  nextTryAt: message.createdAt,
  durationMs: null,
  lastStatus: null,
  lastError: null,
  answer: null,
})
