import type { ProductError } from '../../../lib/index.ts'
import { type FormErrors, field } from '../form.ts'

/** What is made by a name, and a slug that is made of it where none is given. */
export type NamedForm = { readonly name: string; readonly slug: string }

export const EMPTY_NAMED: NamedForm = { name: '', slug: '' }

export function namedFields(
  form: NamedForm,
  error: ProductError | undefined,
  { slugHint }: { readonly slugHint: string },
) {
  const errors: FormErrors = error === undefined ? {} : { [placeOf(error)]: error.message }
  return {
    name: field({ id: 'name', label: 'Name', value: form.name, max: 100, autocomplete: 'off' }, errors),
    slug: field(
      {
        id: 'slug',
        label: 'Slug',
        value: form.slug,
        max: 40,
        optional: true,
        autocomplete: 'off',
        hint: slugHint,
      },
      errors,
    ),
  }
}

/** An address that is taken is the slug's, too: it is made of it. */
const placeOf = ({ field: name }: ProductError): string => (name === 'name' ? 'name' : 'slug')
