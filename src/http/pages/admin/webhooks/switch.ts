import { page, seeOther } from '../../page.ts'
import { showConfirmation } from '../confirm.ts'
import { getWebhook } from './find.ts'
import { WEBHOOKS, webhookHref } from './hrefs.ts'
import { titleOf } from './webhook-view.ts'

/** Says what stops, and asks once. */
export const disableWebhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/disable`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    showConfirmation(deps, ctx, {
      console: 'webhooks',
      back: { href: webhookHref(webhook.id), label: titleOf(webhook) },
      verb: 'Disable',
      name: titleOf(webhook),
      lead: 'It holds from the next message on, and can be undone.',
      items: [
        'Nothing is sent to it, and what happens meanwhile is not told later.',
        'Messages that wait are given up. You can send each of them again by hand.',
      ],
      action: `${webhookHref(webhook.id)}/disable`,
      submit: 'Disable',
      cancel: 'Keep it',
      isDanger: true,
    })
  },
})

export const disableWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/disable`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    await deps.webhooks.disable(ctx.state.actor, webhook.id)
    seeOther(ctx, `${webhookHref(webhook.id)}?done=disabled`)
  },
})

export const enableWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/enable`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    await deps.webhooks.enable(ctx.state.actor, webhook.id)
    seeOther(ctx, `${webhookHref(webhook.id)}?done=enabled`)
  },
})
