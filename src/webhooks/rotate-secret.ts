import { type Actor, record } from '../audit/index.ts'
import { addMilliseconds, DAY, HOUR } from '../lib/index.ts'
import type { WebhookDeps } from './deps.ts'
import { toEndpoint } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { WebhookNotFound } from './errors.ts'
import { hostOf } from './parse.ts'
import type { WithSecret } from './register.ts'
import { generateSigningSecret, sealSecret } from './signing.ts'

export const WEBHOOK_OVERLAPS = ['none', 'hour', 'day', 'week'] as const

/** For how long messages are signed with the secret before the new one, too. */
export type WebhookOverlap = (typeof WEBHOOK_OVERLAPS)[number]

const DURATIONS: Record<Exclude<WebhookOverlap, 'none'>, number> = { hour: HOUR, day: DAY, week: 7 * DAY }

/**
 * Gives an endpoint a new signing secret, which is returned this once. While the two overlap each message carries a signature
 * of either, so that the receiver can change over without a gap. After a leak: without an overlap, which ends all before.
 * @throws {WebhookNotFound}
 */
export async function rotateWebhookSecret(
  { database, clock, sealKeys }: WebhookDeps,
  by: Actor,
  id: string,
  { overlap }: { readonly overlap: WebhookOverlap },
): Promise<WithSecret> {
  const secret = generateSigningSecret()
  const sealed = await sealSecret(sealKeys, secret)
  return await database.transaction(async (tx) => {
    const store = endpointStore(tx)
    const row = await store.lock(id)
    if (row === undefined) throw new WebhookNotFound(id)
    const now = clock()
    const until = overlap === 'none' ? null : addMilliseconds(now, DURATIONS[overlap])
    const secrets = {
      secret: sealed,
      previousSecret: until === null ? null : row.secret,
      previousSecretEndsAt: until,
    }
    await store.update(id, secrets)
    await record(tx, now, {
      name: 'webhook.secret_rotated',
      by,
      data: { webhookId: id, host: hostOf(row.url), overlap, until },
    })
    return { webhook: toEndpoint({ ...row, ...secrets }), secret }
  })
}
