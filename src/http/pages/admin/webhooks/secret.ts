import { WEBHOOK_OVERLAPS, type WebhookEndpoint, type WebhookOverlap } from '../../../../webhooks/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret, takeSecret } from '../../reveal.ts'
import { askPasswordFirst, choicesControl, type FormPage, showForm } from '../form-page.ts'
import { getWebhook } from './find.ts'
import { WEBHOOKS, webhookHref } from './hrefs.ts'
import { titleOf } from './webhook-view.ts'

const CHOICES: Readonly<Record<WebhookOverlap, { label: string; text: string }>> = {
  none: { label: 'At once', text: 'It leaked, or nothing checks it yet.' },
  hour: {
    label: 'In 1 hour',
    text: 'You put the new one in place right away. Until then both are signed with.',
  },
  day: { label: 'In 1 day', text: 'Time to put the new one in place everywhere.' },
  week: { label: 'In 1 week', text: 'Where several teams or a slow release are in between.' },
}

export const webhookSecretPath = (id: string): string => `${webhookHref(id)}/secret`

export const webhookSecretPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/secret`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    const secret = await takeSecret(ctx, webhookSecretPath(webhook.id))
    if (secret === undefined) return seeOther(ctx, webhookHref(webhook.id))
    deps.render(ctx, 'admin/shown-once', {
      console: 'webhooks',
      title: `Signing secret of ${titleOf(webhook)}`,
      lead: 'Every message is signed with it, so that your program knows that it comes from here.',
      warning: 'Keep it in the secret store of the program that receives the messages, and never in code.',
      label: 'Signing secret',
      value: secret,
      hint: 'Any library of Standard Webhooks takes it as it is.',
      done: { href: webhookHref(webhook.id), label: 'Done' },
    })
  },
})

export const rotateWebhookPage = page({
  method: 'get',
  path: `${WEBHOOKS}/:id/rotate`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    if (!askPasswordFirst(ctx)) showForm(deps, ctx, describeRotation(webhook, 'day'))
  },
})

export const rotateWebhookForm = page({
  method: 'post',
  path: `${WEBHOOKS}/:id/rotate`,
  for: 'webhook.change',
  async handle(deps, ctx, { id = '' }) {
    const webhook = await getWebhook(deps, id)
    const fields = formBody(ctx)
    // Nothing chosen, or nothing that is known, is what the form offers by itself.
    const overlap = WEBHOOK_OVERLAPS.find((known) => known === textOf(fields, 'overlap')) ?? 'day'
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { secret } = await deps.webhooks.rotateSecret(ctx.state.actor, webhook.id, { overlap })
      seeOther(ctx, await keepSecret(ctx, webhookSecretPath(webhook.id), secret))
    } catch (error) {
      showForm(deps, ctx, describeRotation(webhook, overlap), getAnswerable(error))
    }
  },
})

const describeRotation = (webhook: WebhookEndpoint, overlap: WebhookOverlap): FormPage => ({
  console: 'webhooks',
  back: { href: webhookHref(webhook.id), label: titleOf(webhook) },
  title: `Rotate the secret of ${titleOf(webhook)}`,
  lead: 'You get a new secret, once, on the next page. While two overlap, each message carries a signature of either.',
  action: `${webhookHref(webhook.id)}/rotate`,
  submit: 'Rotate secret',
  needsPassword: true,
  controls: (errors) => [
    choicesControl(
      {
        name: 'overlap',
        legend: 'Messages are signed with the present secret, too, until',
        options: WEBHOOK_OVERLAPS.map((value) => ({ value, ...CHOICES[value] })),
        chosen: overlap,
      },
      errors,
    ),
  ],
})
