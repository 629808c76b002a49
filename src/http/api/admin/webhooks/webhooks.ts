import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import { withoutOverlap } from '../../schemas/client.ts'
import {
  toWebhookReply,
  webhookFields,
  webhookParams,
  webhookReply,
  webhookWithSecret,
} from '../../schemas/webhook.ts'
import { adminOperation } from '../admin-operation.ts'

const WEBHOOKS_PATH = '/api/v1/admin/webhooks'
export const WEBHOOK_PATH = `${WEBHOOKS_PATH}/{webhookId}`

const FIELD_ERRORS = ['webhook_url_invalid', 'webhook_description_invalid', 'webhook_events_invalid'] as const

export const listWebhooks = adminOperation('console.see', {
  id: 'listWebhooks',
  tag: 'Webhooks',
  method: 'get',
  path: WEBHOOKS_PATH,
  summary: 'List webhooks',
  description: 'In the order in which they were added.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(webhookReply),
  async handle({ webhooks, clock }, { query }) {
    const [all, now] = [await webhooks.list(), clock()]
    const listed = all.map((webhook) => toWebhookReply(webhook, now))
    return pageThrough(listed, ({ createdAt, id }) => `${createdAt} ${id}`, query)
  },
})

export const getWebhook = adminOperation('console.see', {
  id: 'getWebhook',
  tag: 'Webhooks',
  method: 'get',
  path: WEBHOOK_PATH,
  summary: 'Get a webhook',
  description: 'Its ETag goes into If-Match where it is changed.',
  params: webhookParams,
  status: 200,
  reply: webhookReply,
  version: withoutOverlap,
  errors: ['webhook_not_found'],
  handle: async ({ webhooks, clock }, { params: { webhookId } }) =>
    toWebhookReply(await webhooks.get(webhookId), clock()),
})

export const createWebhook = adminOperation('webhook.change', {
  id: 'createWebhook',
  tag: 'Webhooks',
  method: 'post',
  path: WEBHOOKS_PATH,
  summary: 'Add a webhook',
  description:
    'It is told from now on. The secret that its messages are signed with is in this answer and never again.',
  body: z
    .strictObject({ ...webhookFields, description: webhookFields.description.default('') })
    .meta({ id: 'NewWebhook' }),
  status: 201,
  reply: webhookWithSecret,
  showsSecret: true,
  location: ({ webhook }: { webhook: { id: string } }) => `${WEBHOOKS_PATH}/${webhook.id}`,
  errors: [...FIELD_ERRORS, 'webhook_limit_reached'],
  async handle({ webhooks, clock }, { actor, body }) {
    const { webhook, secret } = await webhooks.register(actor, body)
    return { webhook: toWebhookReply(webhook, clock()), secret }
  },
})

export const changeWebhook = adminOperation('webhook.change', {
  id: 'changeWebhook',
  tag: 'Webhooks',
  method: 'patch',
  path: WEBHOOK_PATH,
  summary: 'Change a webhook',
  description: 'It holds from the next message on. Messages that wait go to the new address.',
  params: webhookParams,
  body: z.strictObject(webhookFields).partial().meta({ id: 'WebhookChanges' }),
  status: 200,
  reply: webhookReply,
  current: getWebhook,
  errors: ['webhook_not_found', ...FIELD_ERRORS, 'precondition_failed'],
  async handle({ webhooks, clock }, { actor, params: { webhookId }, body }) {
    return toWebhookReply(await webhooks.change(actor, webhookId, withoutUndefined(body)), clock())
  },
})

export const removeWebhook = adminOperation('webhook.change', {
  id: 'removeWebhook',
  tag: 'Webhooks',
  method: 'delete',
  path: WEBHOOK_PATH,
  summary: 'Remove a webhook',
  description: 'Nothing more is sent to it. Its secret and its deliveries are deleted.',
  params: webhookParams,
  status: 204,
  reply: z.undefined(),
  errors: ['webhook_not_found'],
  handle: ({ webhooks }, { actor, params: { webhookId } }) => webhooks.remove(actor, webhookId),
})
