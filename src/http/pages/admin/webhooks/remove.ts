import { page, seeOther } from '../../page.ts'
import { showConfirmation } from '../confirm.ts'
import { getWebhook } from './find.ts'
import { WEBHOOKS, webhookHref } from './hrefs.ts'
import { titleOf } from './webhook-view.ts'

export const removeWebhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/remove`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    showConfirmation(deps, ctx, {
      console: 'webhooks',
      back: { href: webhookHref(webhook.id), label: titleOf(webhook) },
      verb: 'Remove',
      name: titleOf(webhook),
      lead: 'It cannot be undone. To stop it for a while, disable it.',
      items: ['Nothing more is sent to it.', 'Its secret and its deliveries are deleted.'],
      action: `${webhookHref(webhook.id)}/remove`,
      submit: 'Remove',
      cancel: 'Keep it',
      isDanger: true,
    })
  },
})

export const removeWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/remove`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    await deps.webhooks.remove(ctx.state.actor, webhook.id)
    seeOther(ctx, `${WEBHOOKS}?done=removed`)
  },
})
