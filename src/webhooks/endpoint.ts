import type { WebhookEventType } from './event.ts'

/** Where events are sent to. */
export type WebhookEndpoint = {
  readonly id: string
  readonly url: string
  readonly description: string
  /** Those that it is told of. */
  readonly events: WebhookEventType[]
  readonly createdAt: Date
  readonly disabledAt: Date | null
  /** In words, where Patmint disabled it by itself. */
  readonly disabledReason: string | null
  /** Until then messages are signed with the secret before the present one, too. */
  readonly previousSecretEndsAt: Date | null
}

/** As it is kept: its secrets sealed. */
export type EndpointRow = WebhookEndpoint & {
  readonly secret: string
  readonly previousSecret: string | null
}

/** Without what only signing needs. */
export const toEndpoint = ({ secret: _, previousSecret: __, ...endpoint }: EndpointRow): WebhookEndpoint =>
  endpoint

/** Whether messages are signed with two secrets. */
export const hasTwoSigningSecrets = (
  { previousSecretEndsAt: end }: Pick<WebhookEndpoint, 'previousSecretEndsAt'>,
  now: Date,
): boolean => end !== null && now < end
