import { type Actor, record } from '../audit/index.ts'
import { newId } from '../lib/index.ts'
import type { WebhookDeps } from './deps.ts'
import { type EndpointRow, toEndpoint, type WebhookEndpoint } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { TooManyWebhooks } from './errors.ts'
import { hostOf, parseWebhookDescription, parseWebhookEvents, parseWebhookUrl } from './parse.ts'
import { generateSigningSecret, sealSecret } from './signing.ts'

/** Each of them can be slow without any other noticing: see `startDelivery`. */
export const MOST_WEBHOOKS = 20

export type NewWebhook = {
  readonly url: string
  readonly description?: string
  readonly events: readonly string[]
}

/** An endpoint, and the secret that its messages are signed with: the only moment at which both are known. */
export type WithSecret = { readonly webhook: WebhookEndpoint; readonly secret: string }

/**
 * From now on the endpoint is told. The secret is returned this once, and kept sealed: it is needed for signing, so a
 * hash would not do.
 * @throws {InvalidWebhookUrl | InvalidWebhookDescription | InvalidWebhookEvents} naming the field
 * @throws {TooManyWebhooks}
 */
export async function registerWebhook(
  { database, clock, sealKeys, rules }: WebhookDeps,
  by: Actor,
  given: NewWebhook,
): Promise<WithSecret> {
  const url = parseWebhookUrl(rules, given.url)
  const description = parseWebhookDescription(given.description ?? '')
  const events = parseWebhookEvents(given.events)
  const secret = generateSigningSecret()
  const row: EndpointRow = {
    id: newId(),
    url,
    description,
    events,
    secret: await sealSecret(sealKeys, secret),
    previousSecret: null,
    previousSecretEndsAt: null,
    createdAt: clock(),
    disabledAt: null,
    disabledReason: null,
  }
  await database.transaction(async (tx) => {
    const store = endpointStore(tx)
    if ((await store.count()) >= MOST_WEBHOOKS) throw new TooManyWebhooks(MOST_WEBHOOKS)
    await store.insert(row)
    const data = { webhookId: row.id, host: hostOf(url), description, events }
    await record(tx, row.createdAt, { name: 'webhook.created', by, data })
  })
  return { webhook: toEndpoint(row), secret }
}
