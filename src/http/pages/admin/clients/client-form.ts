import type { FormFields } from '../../../body.ts'
import { listOf, textOf } from '../../form.ts'
import { choicesControl, type FormPage, fieldControl } from '../form-page.ts'

/** What the form holds, as it was typed. */
export type ClientForm = {
  readonly name: string
  /** One a line. */
  readonly redirectUris: string
  readonly isPublic: boolean
  readonly firstParty: boolean
}

export const EMPTY_CLIENT: ClientForm = { name: '', redirectUris: '', isPublic: false, firstParty: false }

/** Named fields only: whatever else is posted has no effect (U11). */
export const readClientForm = (fields: FormFields): ClientForm => ({
  name: textOf(fields, 'name'),
  redirectUris: textOf(fields, 'redirectUris').slice(0, 20_000),
  isPublic: textOf(fields, 'type') === 'public',
  firstParty: listOf(fields, 'firstParty').includes('yes'),
})

export const toRedirectUris = ({ redirectUris }: ClientForm): string[] =>
  redirectUris.split(/\s+/).filter((uri) => uri !== '')

const TYPES = [
  { value: 'confidential', label: 'On a server', text: 'It can keep a secret, and gets one.' },
  {
    value: 'public',
    label: 'On people’s devices',
    text: 'An app for the desktop, the phone or the browser: it keeps no secret and proves itself by PKCE.',
  },
]

type Given = { readonly form: ClientForm; readonly isNew: boolean } & Pick<
  FormPage,
  'back' | 'title' | 'lead' | 'action' | 'submit' | 'needsPassword'
>

export const describeClientForm = ({ form, isNew, ...about }: Given): FormPage => ({
  console: 'clients',
  ...about,
  controls: (errors) => [
    fieldControl(
      {
        id: 'name',
        label: 'Name',
        value: form.name,
        max: 100,
        hint: 'People see it when they sign in to it.',
        focus: isNew,
      },
      errors,
    ),
    fieldControl(
      {
        id: 'redirectUris',
        label: 'Redirect URIs',
        type: 'textarea',
        value: form.redirectUris,
        optional: true,
        hint: 'One a line, to the letter: https://app.example.com/callback. http:// is for 127.0.0.1 and [::1] only.',
      },
      errors,
    ),
    ...(isNew
      ? [
          choicesControl(
            {
              name: 'type',
              legend: 'Where it runs',
              options: TYPES,
              chosen: form.isPublic ? 'public' : 'confidential',
            },
            errors,
          ),
        ]
      : []),
    choicesControl(
      {
        name: 'firstParty',
        legend: 'Trust',
        options: [
          {
            value: 'yes',
            label: 'It is ours',
            text: 'Nobody is asked for consent, and it may revoke people’s tokens. Leave it out where others run it.',
          },
        ],
        chosen: form.firstParty ? ['yes'] : [],
      },
      errors,
    ),
  ],
})
