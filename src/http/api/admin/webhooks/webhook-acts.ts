import {
  deliveryReply,
  toDeliveryReply,
  toWebhookReply,
  webhookParams,
  webhookReply,
  webhookRotation,
  webhookWithSecret,
} from '../../schemas/webhook.ts'
import { adminOperation } from '../admin-operation.ts'
import { WEBHOOK_PATH } from './webhooks.ts'

export const rotateWebhookSecret = adminOperation('webhook.change', {
  id: 'rotateWebhookSecret',
  tag: 'Webhooks',
  method: 'post',
  path: `${WEBHOOK_PATH}/rotate-secret`,
  summary: 'Rotate a webhook’s secret',
  description:
    'The new secret is in this answer and never again. For the overlap each message has a signature of either, so that the ' +
    'receiver can change over without a gap.',
  params: webhookParams,
  body: webhookRotation,
  status: 201,
  reply: webhookWithSecret,
  showsSecret: true,
  errors: ['webhook_not_found'],
  async handle({ webhooks, clock }, { actor, params: { webhookId }, body }) {
    const { webhook, secret } = await webhooks.rotateSecret(actor, webhookId, body)
    return { webhook: toWebhookReply(webhook, clock()), secret }
  },
})

const switchWebhook = (verb: 'disable' | 'enable', about: { summary: string; description: string }) =>
  adminOperation('webhook.change', {
    id: `${verb}Webhook`,
    tag: 'Webhooks',
    method: 'post',
    path: `${WEBHOOK_PATH}/${verb}`,
    ...about,
    params: webhookParams,
    status: 200,
    reply: webhookReply,
    errors: ['webhook_not_found'],
    handle: async ({ webhooks, clock }, { actor, params: { webhookId } }) =>
      toWebhookReply(await webhooks[verb](actor, webhookId), clock()),
  })

export const disableWebhook = switchWebhook('disable', {
  summary: 'Disable a webhook',
  description: 'Nothing is sent to it, and messages that wait are given up. Disabling it twice is no error.',
})

export const enableWebhook = switchWebhook('enable', {
  summary: 'Enable a webhook',
  description: 'What happened meanwhile is not told. Enabling it twice is no error.',
})

export const testWebhook = adminOperation('webhook.change', {
  id: 'testWebhook',
  tag: 'Webhooks',
  method: 'post',
  path: `${WEBHOOK_PATH}/test`,
  summary: 'Send a test message',
  description:
    'Sends webhook.test to this webhook alone, to see whether it comes. What came of it is in its deliveries.',
  params: webhookParams,
  status: 202,
  reply: deliveryReply,
  errors: ['webhook_not_found', 'webhook_disabled'],
  handle: async ({ webhooks }, { actor, params: { webhookId } }) =>
    toDeliveryReply(await webhooks.sendTest(actor, webhookId)),
})
