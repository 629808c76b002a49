import type { ProductError } from '../../../../lib/index.ts'
import type { WebhookEndpoint } from '../../../../webhooks/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { showForm } from '../form-page.ts'
import { getWebhook } from './find.ts'
import { WEBHOOKS, webhookHref } from './hrefs.ts'
import { describeWebhookForm, readWebhookForm, type WebhookForm } from './webhook-form.ts'
import { titleOf } from './webhook-view.ts'

export const changeWebhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/change`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    show(deps, ctx, webhook, webhook)
  },
})

export const changeWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/change`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    const fields = formBody(ctx)
    const form = readWebhookForm(fields)
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      await deps.webhooks.change(ctx.state.actor, webhook.id, form)
      seeOther(ctx, `${webhookHref(webhook.id)}?done=changed`)
    } catch (error) {
      show(deps, ctx, webhook, form, getAnswerable(error))
    }
  },
})

function show(
  deps: PageDeps,
  ctx: Context,
  webhook: WebhookEndpoint,
  form: WebhookForm,
  error?: ProductError,
): void {
  const described = describeWebhookForm({
    form,
    isNew: false,
    back: { href: webhookHref(webhook.id), label: titleOf(webhook) },
    title: `Change ${titleOf(webhook)}`,
    lead: 'It holds from the next message on. Messages that wait go to the new address.',
    action: `${webhookHref(webhook.id)}/change`,
    submit: 'Save',
  })
  showForm(deps, ctx, described, error)
}
