import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret } from '../../reveal.ts'
import { askPasswordFirst, showForm } from '../form-page.ts'
import { WEBHOOKS } from './hrefs.ts'
import { webhookSecretPath } from './secret.ts'
import { describeWebhookForm, NEW_WEBHOOK, readWebhookForm, type WebhookForm } from './webhook-form.ts'

export const registerWebhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/new`,
  for: 'webhook.change',
  async handle(deps, ctx) {
    if (!askPasswordFirst(ctx)) show(deps, ctx, NEW_WEBHOOK)
  },
})

/** What happens to everybody's tokens leaves the server from now on, so the password is asked for. */
export const registerWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/new`,
  for: 'webhook.change',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const form = readWebhookForm(fields)
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { webhook, secret } = await deps.webhooks.register(ctx.state.actor, form)
      seeOther(ctx, await keepSecret(ctx, webhookSecretPath(webhook.id), secret))
    } catch (error) {
      show(deps, ctx, form, getAnswerable(error))
    }
  },
})

function show(deps: PageDeps, ctx: Context, form: WebhookForm, error?: ProductError): void {
  const described = describeWebhookForm({
    form,
    isNew: true,
    back: { href: WEBHOOKS, label: 'Webhooks' },
    title: 'Add a webhook',
    lead: 'A program of yours that is told when tokens come and go. Messages name tokens, and never hold a secret.',
    action: `${WEBHOOKS}/new`,
    submit: 'Add webhook',
  })
  showForm(deps, ctx, described, error)
}
