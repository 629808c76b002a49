import type { Database } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { Delivery, DeliveryState } from './delivery.ts'
import { deliveryStore } from './delivery-store.ts'
import { endpointStore } from './endpoint-store.ts'
import { DeliveryNotFound, WebhookNotFound } from './errors.ts'

export type DeliveriesPage = {
  readonly deliveries: Delivery[]
  /** For the page after this one; absent where this is the last. */
  readonly next?: string
}

const PAGE = 50

type Query = { readonly state?: DeliveryState; readonly before?: string; readonly limit?: number }

/** An endpoint's deliveries of the last 30 days, the newest first. @throws {WebhookNotFound} */
export async function listDeliveries(
  { manager }: Database,
  webhookId: string,
  { state, before, limit = PAGE }: Query,
): Promise<DeliveriesPage> {
  if ((await endpointStore(manager).find(webhookId)) === undefined) throw new WebhookNotFound(webhookId)
  const found = await deliveryStore(manager).list(webhookId, {
    ...(state === undefined ? {} : { state }),
    ...(before === undefined || !isId(before) ? {} : { before }),
    limit: limit + 1,
  })
  const deliveries = found.slice(0, limit)
  const last = deliveries.at(-1)
  return found.length > limit && last !== undefined ? { deliveries, next: last.id } : { deliveries }
}

/** @throws {DeliveryNotFound} also for another endpoint's */
export async function getDelivery(
  { manager }: Database,
  { webhookId, deliveryId }: { readonly webhookId: string; readonly deliveryId: string },
): Promise<Delivery> {
  const delivery = await deliveryStore(manager).find(deliveryId)
  if (delivery?.endpointId !== webhookId) throw new DeliveryNotFound(deliveryId)
  return delivery
}
