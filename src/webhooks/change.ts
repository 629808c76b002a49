import { type Actor, record } from '../audit/index.ts'
import { findChanges } from '../lib/index.ts'
import type { WebhookDeps } from './deps.ts'
import { toEndpoint, type WebhookEndpoint } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookNotFound } from './errors.ts'
import { hostOf, parseWebhookDescription, parseWebhookEvents, parseWebhookUrl } from './parse.ts'

/** What is left out stays as it is. */
export type WebhookChanges = {
  readonly url?: string
  readonly description?: string
  readonly events?: readonly string[]
}

/**
 * It holds from the next try on, also for messages that wait: they go to the new address.
 * @throws {WebhookNotFound | InvalidWebhookUrl | InvalidWebhookDescription | InvalidWebhookEvents}
 */
export async function changeWebhook(
  { database, clock, rules }: WebhookDeps,
  by: Actor,
  id: string,
  given: WebhookChanges,
): Promise<WebhookEndpoint> {
  const changes = {
    ...(given.url === undefined ? {} : { url: parseWebhookUrl(rules, given.url) }),
    ...(given.description === undefined ? {} : { description: parseWebhookDescription(given.description) }),
    ...(given.events === undefined ? {} : { events: parseWebhookEvents(given.events) }),
  }
  return await database.transaction(async (tx) => {
    const store = endpointStore(tx)
    const row = await store.lock(id)
    if (row === undefined) throw new WebhookNotFound(id)
    const before = toEndpoint(row)
    const after = { ...before, ...changes }
    const data = findChanges(show(before), show(after))
    if (data === undefined && before.url === after.url) return before
    await store.update(id, changes)
    await record(tx, clock(), {
      name: 'webhook.changed',
      by,
      data: { webhookId: id, ...data, ...(before.url === after.url ? {} : { urlChanged: true }) },
    })
    return after
  })
}

const show = ({ url, description, events }: WebhookEndpoint) => ({ host: hostOf(url), description, events })
