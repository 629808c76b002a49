import type { Actor } from '../audit/index.ts'
import { addMilliseconds, DAY } from '../lib/index.ts'
import { changeWebhook, type WebhookChanges } from './change.ts'
import { deliver } from './deliver.ts'
import type { DeliveryState } from './delivery.ts'
import { deliveryStore } from './delivery-store.ts'
import type { WebhookDeps } from './deps.ts'
import { toEndpoint, type WebhookEndpoint } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookNotFound } from './errors.ts'
import type { Publish } from './event.ts'
import { getDelivery, listDeliveries } from './list-deliveries.ts'
import { publishEvents } from './publish.ts'
import { redeliver } from './redeliver.ts'
import { MOST_WEBHOOKS, type NewWebhook, registerWebhook } from './register.ts'
import { removeWebhook } from './remove.ts'
import { resealWebhookSecrets } from './reseal.ts'
import { rotateWebhookSecret, type WebhookOverlap } from './rotate-secret.ts'
import { sendTestEvent } from './send-test.ts'
import { switchWebhook } from './switch.ts'

/** How long a delivery can be looked up, and sent again. */
const KEPT = 30 * DAY

/** Places for every endpoint that there can be: a dead one waits in its own, and no other ever waits for it. */
const OF_ENDPOINT = 4
const LIMITS = { atOnce: MOST_WEBHOOKS * OF_ENDPOINT, ofGroup: OF_ENDPOINT }

type Of = { readonly webhookId: string; readonly deliveryId: string }
type Query = Parameters<typeof listDeliveries>[2]

/** The room's verbs with their dependencies filled in. */
export function createWebhooks(deps: WebhookDeps) {
  const { database, clock, queue } = deps
  const store = endpointStore(database.manager)
  const publish: Publish = (tx, type, events) => publishEvents(deps, tx, type, events)
  return {
    publish,
    register: (by: Actor, given: NewWebhook) => registerWebhook(deps, by, given),
    change: (by: Actor, id: string, given: WebhookChanges) => changeWebhook(deps, by, id, given),
    disable: (by: Actor, id: string) => switchWebhook(deps, by, id, 'off'),
    enable: (by: Actor, id: string) => switchWebhook(deps, by, id, 'on'),
    rotateSecret: (by: Actor, id: string, given: { overlap: WebhookOverlap }) =>
      rotateWebhookSecret(deps, by, id, given),
    remove: (by: Actor, id: string) => removeWebhook(deps, by, id),
    sendTest: (by: Actor, id: string) => sendTestEvent(deps, by, id),
    redeliver: (by: Actor, of: Of) => redeliver(deps, by, of),

    list: () => store.list(),
    /** @throws {WebhookNotFound} */
    async get(id: string): Promise<WebhookEndpoint> {
      const row = await store.find(id)
      if (row === undefined) throw new WebhookNotFound(id)
      return toEndpoint(row)
    },
    /** How many deliveries of the last 30 days are in each state, by endpoint. */
    async countDeliveries(): Promise<Map<string, Record<DeliveryState, number>>> {
      const counts = new Map<string, Record<DeliveryState, number>>()
      for (const { endpointId, state, count } of await deliveryStore(database.manager).countByState()) {
        const known = counts.get(endpointId) ?? { pending: 0, delivered: 0, failed: 0 }
        counts.set(endpointId, { ...known, [state]: count })
      }
      return counts
    },
    listDeliveries: (webhookId: string, query: Query = {}) => listDeliveries(database, webhookId, query),
    getDelivery: (of: Of) => getDelivery(database, of),

    /** From now on this node sends what is waiting. Every node may; each message goes through one of them. */
    startDelivery: () => queue.workApart(LIMITS, (job) => deliver(deps, job)),
    resealSecrets: () => resealWebhookSecrets(deps),
    deleteOldDeliveries: () =>
      deliveryStore(database.manager).deleteOlderThan(addMilliseconds(clock(), -KEPT)),
  }
}

export type Webhooks = ReturnType<typeof createWebhooks>
