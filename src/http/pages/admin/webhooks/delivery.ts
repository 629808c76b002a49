import type { Notice } from '../../form.ts'
import { page, queryText, seeOther } from '../../page.ts'
import { getWebhook, orNotFound } from './find.ts'
import { deliveryHref, WEBHOOKS, webhookHref } from './hrefs.ts'
import { titleOf, viewDelivery } from './webhook-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  again: {
    tone: 'good',
    text: 'The message is on its way once more. Reload the page to see what came of it.',
  },
}

export const deliveryPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/deliveries/:delivery`,
  for: 'console.see',
  async handle(deps, ctx, { id = '', delivery: deliveryId = '' }) {
    const webhook = await getWebhook(deps, id)
    const delivery = await orNotFound(deps.webhooks.getDelivery({ webhookId: webhook.id, deliveryId }))
    deps.render(ctx, 'admin/webhook-delivery', {
      notice: DONE[queryText(ctx, 'done')],
      ...viewDelivery(delivery, deps.clock()),
      back: { href: webhookHref(webhook.id), label: titleOf(webhook) },
      isDisabled: webhook.disabledAt !== null,
      payload: JSON.stringify(JSON.parse(delivery.payload), null, 2),
      answer: delivery.answer,
    })
  },
})

export const redeliverForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/deliveries/:delivery/redeliver`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '', delivery: deliveryId = '' }) {
    const { id: webhookId } = await getWebhook(deps, id)
    await orNotFound(deps.webhooks.redeliver(ctx.state.actor, { webhookId, deliveryId }))
    seeOther(ctx, `${deliveryHref(webhookId, deliveryId)}?done=again`)
  },
})
