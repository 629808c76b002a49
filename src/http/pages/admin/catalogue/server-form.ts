import type { ListedModule } from '../../../../catalogue/index.ts'
import type { FormFields } from '../../../body.ts'
import { listOf, textOf } from '../../form.ts'
import { choicesControl, type FormPage, fieldControl } from '../form-page.ts'

export type ServerForm = {
  readonly name: string
  readonly audience: string
  readonly modules: readonly string[]
}

/** Named fields only: whatever else is posted has no effect (U11). */
export const readServerForm = (fields: FormFields): ServerForm => ({
  name: textOf(fields, 'name'),
  audience: textOf(fields, 'audience'),
  modules: listOf(fields, 'modules'),
})

type Given = {
  readonly form: ServerForm
  readonly modules: readonly ListedModule[]
} & Pick<FormPage, 'back' | 'title' | 'lead' | 'action' | 'submit' | 'needsPassword' | 'notice'>

export const describeServerForm = ({ form, modules, ...about }: Given): FormPage => ({
  console: 'catalogue',
  ...about,
  controls: (errors) => [
    fieldControl(
      {
        id: 'name',
        label: 'Name',
        value: form.name,
        max: 100,
        hint: 'How people know it: Tracker API.',
        focus: true,
      },
      errors,
    ),
    fieldControl(
      {
        id: 'audience',
        label: 'Audience',
        value: form.audience,
        max: 500,
        hint: 'Its own address: https://tracker.example.com. Introspection answers carry it as aud.',
      },
      errors,
    ),
    choicesControl(
      {
        name: 'modules',
        legend: 'Modules that it serves',
        hint:
          modules.length === 0
            ? 'There are none yet. Add one to the catalogue first.'
            : 'It is told about tokens that have a scope of one of these, and of those scopes alone.',
        options: modules.map(({ name, title, description }) => ({
          value: name,
          label: title,
          text: description === '' ? name : `${name} · ${description}`,
        })),
        chosen: form.modules,
      },
      errors,
    ),
  ],
})
