import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { deliveryStore } from './delivery-store.ts'
import type { WebhookDeps } from './deps.ts'
import { toEndpoint, type WebhookEndpoint } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookNotFound } from './errors.ts'
import { hostOf } from './parse.ts'

/**
 * Switches an endpoint off or on; it holds from the next event and the next try on. What was waiting when it was switched
 * off is given up; each can be sent again by hand. Doing it twice is not an error.
 * @throws {WebhookNotFound}
 */
export async function switchWebhook(
  { database, clock }: Pick<WebhookDeps, 'database' | 'clock'>,
  by: Actor,
  id: string,
  to: 'on' | 'off',
): Promise<WebhookEndpoint> {
  return await database.transaction(
    async (tx) => await switchWithin(tx, clock(), by, { id, to, reason: null }),
  )
}

type Switch = { readonly id: string; readonly to: 'on' | 'off'; readonly reason: string | null }

/** In the caller's transaction. @throws {WebhookNotFound} */
export async function switchWithin(
  tx: Executor,
  now: Date,
  by: Actor,
  { id, to, reason }: Switch,
): Promise<WebhookEndpoint> {
  const store = endpointStore(tx)
  const row = await store.lock(id)
  if (row === undefined) throw new WebhookNotFound(id)
  if ((row.disabledAt === null) === (to === 'on')) return toEndpoint(row)
  const changes =
    to === 'on' ? { disabledAt: null, disabledReason: null } : { disabledAt: now, disabledReason: reason }
  await store.update(id, changes)
  if (to === 'off') await deliveryStore(tx).giveUpAllOf(id, 'The webhook was disabled before it was sent.')
  await record(tx, now, {
    name: to === 'on' ? 'webhook.enabled' : 'webhook.disabled',
    by,
    data: { webhookId: id, host: hostOf(row.url), ...(reason === null ? {} : { reason }) },
  })
  return toEndpoint({ ...row, ...changes })
}
