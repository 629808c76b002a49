import type { Executor } from '../database/index.ts'

/** What can be told. Names are promises: programs depend on them. */
export const WEBHOOK_EVENTS = [
  'token.minted',
  'token.rotated',
  'token.revoked',
  'token.expiring',
  'token.expired',
  'token.leaked',
] as const

export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number]

/** Sent on demand, to whichever endpoint is to be tried. */
export const TEST_EVENT = 'webhook.test'

/** Something that happened. `data` leaves this server: no secret, and nothing that was not meant to. */
export type WebhookEvent = { readonly at: Date; readonly data: Readonly<Record<string, unknown>> }

/** Takes part in the caller's transaction: what is rolled back is never told, and what is committed is. */
export type Publish = (tx: Executor, type: WebhookEventType, events: readonly WebhookEvent[]) => Promise<void>

/** The body of a message, as Standard Webhooks has it; to the byte what is signed. */
export const toPayload = (type: WebhookEventType | typeof TEST_EVENT, at: Date, data: object): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data })
