import { SYSTEM } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { addMilliseconds } from '../lib/index.ts'
import { nextWait } from './back-off.ts'
import type { Delivery, Outcome } from './delivery.ts'
import { deliveryStore } from './delivery-store.ts'
import type { DeliveryJob, WebhookDeps } from './deps.ts'
import type { EndpointRow } from './endpoint.ts'
import { endpointStore } from './endpoint-store.ts'
import { hostOf } from './parse.ts'
import { post } from './post.ts'
import { listSigningSecrets, signatureHeaders } from './signing.ts'
import { switchWithin } from './switch.ts'

/**
 * Sends a message once, notes what came of it, and plans the next try in the same transaction. No connection to the database
 * is held while the receiver takes its time. A job that comes twice, or too late, finds that its try was made, and does
 * nothing; only where a node dies between sending and noting is a message sent twice.
 */
export async function deliver(deps: WebhookDeps, job: unknown): Promise<void> {
  const { deliveryId, attempt } = job as DeliveryJob
  const { manager } = deps.database
  const delivery = await deliveryStore(manager).find(deliveryId)
  if (delivery === undefined || !isDue(delivery, attempt)) return
  const endpoint = await endpointStore(manager).find(delivery.endpointId)
  if (endpoint === undefined || endpoint.disabledAt !== null) return
  const outcome = await send(deps, endpoint, delivery)
  await deps.database.transaction((tx) => note(deps, tx, endpoint, { deliveryId, attempt, outcome }))
  const { lastStatus: status, lastError: reason, durationMs: ms } = outcome
  const told = { webhookId: endpoint.id, deliveryId, attempt, status, ms }
  if (reason === null) deps.log.info(told, 'a webhook was delivered')
  else deps.log.warn({ ...told, reason }, 'a webhook could not be delivered')
}

const isDue = ({ state, attempts }: Delivery, attempt: number): boolean =>
  state === 'pending' && attempts + 1 === attempt

async function send(deps: WebhookDeps, endpoint: EndpointRow, delivery: Delivery): Promise<Outcome> {
  const at = deps.clock()
  const { messageId, payload } = delivery
  const secrets = await listSigningSecrets(deps.sealKeys, endpoint, at)
  if (secrets.length === 0) return UNSIGNABLE
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(payload)),
    'user-agent': 'Patmint',
    ...signatureHeaders(secrets, { messageId, payload, at }),
  }
  return await post(deps.rules, { url: endpoint.url, headers, payload })
}

const UNSIGNABLE: Outcome = {
  lastStatus: null,
  lastError:
    'Its secret was sealed with a master secret that is not known any more. Rotate the secret, and send it again.',
  answer: null,
  durationMs: 0,
}

type Tried = { readonly deliveryId: string; readonly attempt: number; readonly outcome: Outcome }

async function note(
  { clock, queue }: WebhookDeps,
  tx: Executor,
  { id: endpointId, url }: EndpointRow,
  { deliveryId, attempt, outcome }: Tried,
): Promise<void> {
  const now = clock()
  const isGone = outcome.lastStatus === 410
  // The endpoint before its delivery, as everybody locks them.
  const present = isGone ? await endpointStore(tx).lock(endpointId) : undefined
  const store = deliveryStore(tx)
  const delivery = await store.lock(deliveryId)
  if (delivery === undefined || delivery.attempts + 1 !== attempt) return
  const wait = outcome.lastError === null || isGone ? undefined : nextWait(delivery.retriesLeft)
  const isWaiting = delivery.state === 'pending' && wait !== undefined
  await store.update(deliveryId, {
    ...outcome,
    attempts: attempt,
    lastTriedAt: now,
    state: outcome.lastError === null ? 'delivered' : isWaiting ? 'pending' : 'failed',
    retriesLeft: Math.max(0, delivery.retriesLeft - 1),
    nextTryAt: isWaiting ? addMilliseconds(now, wait) : null,
  })
  if (isWaiting) {
    const job = { deliveryId, attempt: attempt + 1 }
    await queue.enqueue(tx, job, { afterMilliseconds: wait, group: endpointId })
  }
  // An address that was changed meanwhile has not said anything yet.
  if (present?.url === url)
    await switchWithin(tx, now, SYSTEM, {
      id: endpointId,
      to: 'off',
      reason: `${hostOf(url)} answered 410 (gone).`,
    })
}
