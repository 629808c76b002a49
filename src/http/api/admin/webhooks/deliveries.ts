import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import {
  deliveryParams,
  deliveryReply,
  deliveryState,
  toDeliveryReply,
  webhookParams,
} from '../../schemas/webhook.ts'
import { adminOperation } from '../admin-operation.ts'
import { WEBHOOK_PATH } from './webhooks.ts'

const DELIVERIES_PATH = `${WEBHOOK_PATH}/deliveries`

export const listWebhookDeliveries = adminOperation('console.see', {
  id: 'listWebhookDeliveries',
  tag: 'Webhooks',
  method: 'get',
  path: DELIVERIES_PATH,
  summary: 'List a webhook’s deliveries',
  description: 'Those of the last 30 days, the newest first.',
  params: webhookParams,
  query: z.strictObject({
    ...pageQuery,
    state: deliveryState.optional().meta({ description: 'Only those in this state.' }),
  }),
  status: 200,
  reply: pageOf(deliveryReply),
  errors: ['webhook_not_found'],
  async handle({ webhooks }, { params: { webhookId }, query }) {
    const { limit, state } = query
    const wanted = { limit, ...withoutUndefined({ state, before: readCursor(query) }) }
    const { deliveries, next } = await webhooks.listDeliveries(webhookId, wanted)
    return toPage(deliveries.map(toDeliveryReply), next)
  },
})

export const getWebhookDelivery = adminOperation('console.see', {
  id: 'getWebhookDelivery',
  tag: 'Webhooks',
  method: 'get',
  path: `${DELIVERIES_PATH}/{deliveryId}`,
  summary: 'Get a delivery',
  description: 'What was sent, how often, and what came of it.',
  params: deliveryParams,
  status: 200,
  reply: deliveryReply,
  errors: ['webhook_delivery_not_found'],
  handle: async ({ webhooks }, { params }) => toDeliveryReply(await webhooks.getDelivery(params)),
})

export const redeliverWebhook = adminOperation('webhook.change', {
  id: 'redeliverWebhook',
  tag: 'Webhooks',
  method: 'post',
  path: `${DELIVERIES_PATH}/{deliveryId}/redeliver`,
  summary: 'Send a message again',
  description: 'Now, whatever became of it, and then as often as a new one. It keeps its webhook-id.',
  params: deliveryParams,
  status: 202,
  reply: deliveryReply,
  errors: ['webhook_not_found', 'webhook_delivery_not_found', 'webhook_disabled'],
  handle: async ({ webhooks }, { actor, params }) => toDeliveryReply(await webhooks.redeliver(actor, params)),
})
