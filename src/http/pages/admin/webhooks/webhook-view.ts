import {
  type Delivery,
  hostOf,
  type WebhookEndpoint,
  type WebhookEventType,
} from '../../../../webhooks/index.ts'
import { type Moment, toMoment } from '../../moments.ts'
import { deliveryHref, webhookHref } from './hrefs.ts'

/** What an administrator is told of, as a sentence says it. */
export const EVENT_TEXTS: Readonly<Record<WebhookEventType, { label: string; text: string }>> = {
  'token.minted': { label: 'Generated', text: 'Somebody generated a token, or a rotation made one.' },
  'token.rotated': { label: 'Rotated', text: 'A token was replaced by another one.' },
  'token.revoked': { label: 'Revoked', text: 'A token was ended before its time.' },
  'token.expiring': { label: 'About to expire', text: 'A token ends within 14 days. Told once.' },
  'token.expired': { label: 'Expired', text: 'A token has ended, by itself or by the policy. Told once.' },
  'token.leaked': { label: 'Found in public', text: 'A token was reported as leaked, and revoked.' },
}

/** What people know it by: what an administrator called it, else where it goes. */
export const titleOf = ({ description, url }: WebhookEndpoint): string =>
  description.split('\n')[0] || hostOf(url)

const DELIVERED = { label: 'Delivered', tone: 'green' }
const FAILED = { label: 'Failed', tone: 'red' }
const WAITING = { label: 'Waiting', tone: 'plain' }
const RETRYING = { label: 'Is tried again', tone: 'amber' }

function standingOf({ state, attempts }: Delivery) {
  if (state === 'delivered') return DELIVERED
  if (state === 'failed') return FAILED
  return attempts === 0 ? WAITING : RETRYING
}

const inWords = ({ lastError, lastStatus, state, attempts }: Delivery): string => {
  if (lastError !== null) return lastError
  if (state === 'delivered') return `It answered ${lastStatus}.`
  return attempts === 0 ? 'Not sent yet.' : ''
}

const momentOrNothing = (date: Date | null, now: Date): Moment | undefined =>
  date === null ? undefined : toMoment(date, now)

export const viewDelivery = (delivery: Delivery, now: Date) => ({
  href: deliveryHref(delivery.endpointId, delivery.id),
  id: delivery.id,
  messageId: delivery.messageId,
  type: delivery.type,
  standing: standingOf(delivery),
  outcome: inWords(delivery),
  attempts: delivery.attempts,
  created: toMoment(delivery.createdAt, now),
  lastTried: momentOrNothing(delivery.lastTriedAt, now),
  nextTry: delivery.state === 'pending' ? momentOrNothing(delivery.nextTryAt, now) : undefined,
  durationMs: delivery.durationMs,
  isPending: delivery.state === 'pending',
})

export const viewWebhook = (webhook: WebhookEndpoint, now: Date) => ({
  href: webhookHref(webhook.id),
  title: titleOf(webhook),
  url: webhook.url,
  host: hostOf(webhook.url),
  description: webhook.description,
  events: webhook.events,
  created: toMoment(webhook.createdAt, now),
  disabled: momentOrNothing(webhook.disabledAt, now),
  disabledReason: webhook.disabledReason,
})
