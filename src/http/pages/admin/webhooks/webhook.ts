import { DELIVERY_STATES, type DeliveryState, hasTwoSigningSecrets } from '../../../../webhooks/index.ts'
import type { Notice } from '../../form.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText, seeOther } from '../../page.ts'
import { type Choice, readChoice, viewFilter, withQuery } from '../choice.ts'
import { getWebhook } from './find.ts'
import { WEBHOOKS, webhookHref } from './hrefs.ts'
import { viewDelivery, viewWebhook } from './webhook-view.ts'

/** What a redirect to this page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  changed: { tone: 'good', text: 'The webhook is changed. It holds from the next message on.' },
  disabled: { tone: 'good', text: 'The webhook is disabled. Nothing is sent to it.' },
  enabled: { tone: 'good', text: 'The webhook is enabled.' },
  tested: { tone: 'good', text: 'A test message is on its way. Reload the page to see what came of it.' },
}

const CHOICES: readonly Choice<DeliveryState>[] = [
  { value: '', label: 'All deliveries' },
  ...DELIVERY_STATES.map((value) => ({
    value,
    label: { pending: 'Waiting', delivered: 'Delivered', failed: 'Failed' }[value],
  })),
]

export const webhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id`,
  for: 'console.see',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    const now = deps.clock()
    const state = readChoice(CHOICES, queryText(ctx, 'state'))
    const before = queryText(ctx, 'before')
    const query = { ...(state === undefined ? {} : { state }), ...(before === '' ? {} : { before }) }
    const { deliveries, next } = await deps.webhooks.listDeliveries(webhook.id, query)
    const href = webhookHref(webhook.id)
    const ends = webhook.previousSecretEndsAt
    deps.render(ctx, 'admin/webhook', {
      notice: DONE[queryText(ctx, 'done')],
      ...viewWebhook(webhook, now),
      previousSecret: ends !== null && hasTwoSigningSecrets(webhook, now) ? toMoment(ends, now) : undefined,
      filter: viewFilter('state', 'Which deliveries', CHOICES, state),
      isFiltered: state !== undefined,
      deliveries: deliveries.map((delivery) => viewDelivery(delivery, now)),
      first: before === '' ? undefined : withQuery(href, { state }),
      next: next === undefined ? undefined : withQuery(href, { state, before: next }),
    })
  },
})

export const testWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/test`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    await deps.webhooks.sendTest(ctx.state.actor, webhook.id)
    seeOther(ctx, `${webhookHref(webhook.id)}?done=tested`)
  },
})
