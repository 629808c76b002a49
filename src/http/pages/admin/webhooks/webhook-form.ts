import {
  LONGEST_WEBHOOK_DESCRIPTION,
  WEBHOOK_EVENTS,
  type WebhookEndpoint,
} from '../../../../webhooks/index.ts'
import type { FormFields } from '../../../body.ts'
import { listOf, textOf } from '../../form.ts'
import { choicesControl, type FormPage, fieldControl } from '../form-page.ts'
import { EVENT_TEXTS } from './webhook-view.ts'

/** What the form holds, as it was typed. */
export type WebhookForm = Pick<WebhookEndpoint, 'url' | 'description'> & {
  readonly events: readonly string[]
}

/** What asks for somebody's attention is what most want to know. */
export const NEW_WEBHOOK: WebhookForm = {
  url: '',
  description: '',
  events: ['token.expiring', 'token.expired', 'token.leaked'],
}

/** Named fields only: whatever else is posted has no effect (U11). */
export const readWebhookForm = (fields: FormFields): WebhookForm => ({
  url: textOf(fields, 'url').slice(0, 5_000),
  description: textOf(fields, 'description').slice(0, 5_000),
  events: listOf(fields, 'events').slice(0, 100),
})

type Given = { readonly form: WebhookForm; readonly isNew: boolean } & Pick<
  FormPage,
  'back' | 'title' | 'lead' | 'action' | 'submit'
>

export const describeWebhookForm = ({ form, isNew, ...about }: Given): FormPage => ({
  console: 'webhooks',
  needsPassword: true,
  ...about,
  controls: (errors) => [
    fieldControl(
      {
        id: 'url',
        label: 'Address',
        value: form.url,
        hint: 'Where messages are posted to: https://hooks.example.com/patmint',
        focus: isNew,
      },
      errors,
    ),
    fieldControl(
      {
        id: 'description',
        label: 'What it is for',
        value: form.description,
        max: LONGEST_WEBHOOK_DESCRIPTION,
        optional: true,
      },
      errors,
    ),
    choicesControl(
      {
        name: 'events',
        legend: 'Tell it when a token is …',
        options: WEBHOOK_EVENTS.map((value) => ({ value, ...EVENT_TEXTS[value] })),
        chosen: form.events,
      },
      errors,
    ),
  ],
})
