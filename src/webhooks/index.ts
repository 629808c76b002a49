export type { Publish, WebhookEventType } from './event.ts'
export { webhookDeliveryEntity, webhookEndpointEntity } from './webhook-entities.ts'
export { createWebhooks, type Webhooks } from './webhooks.ts'
