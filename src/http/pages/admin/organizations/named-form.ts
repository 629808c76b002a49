import type { FormFields } from '../../../body.ts'
import { textOf } from '../../form.ts'
import { type FormPage, fieldControl } from '../form-page.ts'

/** What has a name, and a slug that is made of it where none is given. */
export type NamedForm = { readonly name: string; readonly slug: string }

export const EMPTY_NAMED: NamedForm = { name: '', slug: '' }

/** Named fields only: whatever else is posted has no effect (U11). */
export const readNamedForm = (fields: FormFields): NamedForm => ({
  name: textOf(fields, 'name'),
  slug: textOf(fields, 'slug'),
})

type Given = { readonly form: NamedForm; readonly slugHint: string } & Pick<
  FormPage,
  'back' | 'title' | 'lead' | 'action' | 'submit'
>

export const describeNamedForm = ({ form, slugHint, ...about }: Given): FormPage => ({
  console: 'organizations',
  ...about,
  controls: (errors) => [
    fieldControl({ id: 'name', label: 'Name', value: form.name, max: 100, focus: true }, errors),
    fieldControl(
      { id: 'slug', label: 'Slug', value: form.slug, max: 40, optional: true, hint: slugHint },
      // An address that is taken is the slug's: it is made of it.
      errors['email'] === undefined ? errors : { slug: errors['email'] },
    ),
  ],
})
