import { z } from 'zod'
import {
  DELIVERY_STATES,
  type Delivery,
  hasTwoSigningSecrets,
  WEBHOOK_EVENTS,
  WEBHOOK_OVERLAPS,
  type WebhookEndpoint,
} from '../../../webhooks/index.ts'
import { id, idParameter, time, toTime, toTimeOrNull } from './common.ts'

export const webhookParams = z.strictObject({ webhookId: idParameter })
export const deliveryParams = z.strictObject({ webhookId: idParameter, deliveryId: idParameter })

export const webhookFields = {
  url: z.string().meta({
    description: 'Where messages are posted to: https, at a public address or one that the operator allows.',
    examples: ['https://hooks.example.com/patmint'],
  }),
  description: z.string().meta({ description: 'Up to 200 characters.', examples: ['Chat'] }),
  events: z.array(z.enum(WEBHOOK_EVENTS)).meta({
    description: 'Those that it is told of, at least one.',
    examples: [['token.expiring', 'token.leaked']],
  }),
}

export const webhookReply = z
  .object({
    id,
    ...webhookFields,
    createdAt: time,
    disabledAt: time.nullable(),
    disabledReason: z
      .string()
      .nullable()
      .meta({ description: 'In words, where it was disabled because of its answer.' }),
    previousSecretEndsAt: time
      .nullable()
      .meta({ description: 'Until then messages are signed with the secret before the present one, too.' }),
  })
  .meta({ id: 'Webhook' })

export const toWebhookReply = (webhook: WebhookEndpoint, now: Date): z.input<typeof webhookReply> => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  events: webhook.events,
  createdAt: toTime(webhook.createdAt),
  disabledAt: toTimeOrNull(webhook.disabledAt),
  disabledReason: webhook.disabledReason,
  previousSecretEndsAt: hasTwoSigningSecrets(webhook, now)
    ? toTimeOrNull(webhook.previousSecretEndsAt)
    : null,
})

export const webhookWithSecret = z
  .object({
    webhook: webhookReply,
    secret: z.string().meta({
      description: 'What messages are signed with. Shown this once: keep it now.',
      examples: ['whsec_…'],
    }),
  })
  .meta({ id: 'WebhookWithSecret' })

export const webhookRotation = z
  .strictObject({
    overlap: z.enum(WEBHOOK_OVERLAPS).meta({
      description:
        'For how long messages are signed with the secret before the new one, too: none (it leaked), an hour, a day, a week.',
      examples: ['day'],
    }),
  })
  .meta({ id: 'WebhookSecretRotation' })

export const deliveryState = z.enum(DELIVERY_STATES)

export const deliveryReply = z
  .object({
    id,
    webhookId: id,
    messageId: z.string().meta({
      description: 'webhook-id: the same however often it is sent.',
      examples: ['msg_019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'],
    }),
    type: z.string().meta({ examples: ['token.leaked'] }),
    payload: z
      .object({
        type: z.string().meta({ examples: ['token.leaked'] }),
        timestamp: time,
        data: z.record(z.string(), z.unknown()).meta({
          description: 'What the event says; see docs/webhooks.md.',
          examples: [{ tokenId: '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11', name: 'ci', kind: 'personal' }],
        }),
      })
      .meta({ description: 'What is sent.' }),
    createdAt: time,
    state: deliveryState.meta({ description: 'failed: given up.' }),
    attempts: z.int().meta({ description: 'How often it was sent.', examples: [1] }),
    lastTriedAt: time.nullable(),
    nextTryAt: time.nullable(),
    durationMs: z
      .int()
      .nullable()
      .meta({ examples: [42] }),
    lastStatus: z
      .int()
      .nullable()
      .meta({ description: 'null: there was no answer.', examples: [204] }),
    lastError: z
      .string()
      .nullable()
      .meta({ description: 'In words.', examples: [null] }),
    answer: z
      .string()
      .nullable()
      .meta({
        description: 'The beginning of the last answer’s body, as its sender wrote it.',
        examples: [''],
      }),
  })
  .meta({ id: 'WebhookDelivery' })

export const toDeliveryReply = (delivery: Delivery): z.input<typeof deliveryReply> => ({
  id: delivery.id,
  webhookId: delivery.endpointId,
  messageId: delivery.messageId,
  type: delivery.type,
  payload: JSON.parse(delivery.payload),
  createdAt: toTime(delivery.createdAt),
  state: delivery.state,
  attempts: delivery.attempts,
  lastTriedAt: toTimeOrNull(delivery.lastTriedAt),
  nextTryAt: toTimeOrNull(delivery.nextTryAt),
  durationMs: delivery.durationMs,
  lastStatus: delivery.lastStatus,
  lastError: delivery.lastError,
  answer: delivery.answer,
})
