import type { FormFields } from '../../../body.ts'
import { textOf } from '../../form.ts'
import { choicesControl, type FormPage, fieldControl } from '../form-page.ts'
import { ActionsMissing, ShapeNotChosen } from './errors.ts'
import { CATALOGUE } from './hrefs.ts'

/** What the form holds, as it was typed. */
export type ModuleForm = {
  readonly name: string
  readonly title: string
  readonly description: string
  /** One of `SHAPES`. */
  readonly shape: string
  /** Counts where `shape` is `own`. */
  readonly actions: string
}

const SHAPES = [
  { value: 'write', label: 'Read, and read and write', text: 'The usual: tracker:read and tracker:write.' },
  { value: 'read', label: 'Read only', text: 'Nothing in it can be changed.' },
  { value: 'own', label: 'Actions of its own', text: 'Name them below: read, write, upload, issue_view, …' },
  {
    value: 'bare',
    label: 'None: a bare scope',
    text: 'Its name alone is the scope, as older products have them: upload.',
  },
]

export const EMPTY_MODULE: ModuleForm = { name: '', title: '', description: '', shape: 'write', actions: '' }

/** Named fields only: whatever else is posted has no effect (U11). */
export const readModuleForm = (fields: FormFields): ModuleForm => ({
  name: textOf(fields, 'name').trim(),
  title: textOf(fields, 'title'),
  description: textOf(fields, 'description'),
  shape: textOf(fields, 'shape'),
  actions: textOf(fields, 'actions').slice(0, 2_000),
})

/**
 * The actions of a shape. Whether those of its own are well-formed is for the catalogue.
 * @throws {ShapeNotChosen | ActionsMissing}
 */
export function parseActions({ shape, actions }: ModuleForm): string[] {
  if (shape === 'write') return ['read', 'write']
  if (shape === 'read') return ['read']
  if (shape === 'bare') return []
  if (shape !== 'own') throw new ShapeNotChosen()
  const own = actions.split(/[\s,]+/).filter((action) => action !== '')
  if (own.length === 0) throw new ActionsMissing()
  return own
}

export function shapeOf(actions: readonly string[]): Pick<ModuleForm, 'shape' | 'actions'> {
  const text = actions.join(' ')
  const shape = { '': 'bare', read: 'read', 'read write': 'write' }[text] ?? 'own'
  return { shape, actions: shape === 'own' ? text : '' }
}

type Given = { readonly form: ModuleForm; readonly isNew: boolean; readonly action: string }

export const describeModuleForm = ({ form, isNew, action }: Given): FormPage => ({
  console: 'catalogue',
  back: { href: CATALOGUE, label: 'API catalogue' },
  title: isNew ? 'Add a module or a bare scope' : `Change ${form.title || form.name}`,
  lead: isNew
    ? 'A part of an API that tokens can be granted for by itself.'
    : `Its name, ${form.name}, stays: it stands in tokens.`,
  action,
  submit: isNew ? 'Add' : 'Save',
  controls: (errors) => [
    ...(isNew
      ? [
          fieldControl(
            {
              id: 'name',
              label: 'Name',
              value: form.name,
              max: 40,
              hint: 'It stands in scopes: tracker. Lower-case letters, digits, “-” and “_”. It cannot be changed later.',
              focus: true,
            },
            errors,
          ),
        ]
      : []),
    fieldControl(
      {
        id: 'title',
        label: 'Title',
        value: form.title,
        max: 60,
        hint: 'How people know it: Tracker.',
        optional: isNew,
      },
      errors,
    ),
    fieldControl(
      {
        id: 'description',
        label: 'Description',
        type: 'textarea',
        value: form.description,
        max: 500,
        optional: true,
        hint: 'Stands beside its scopes where people choose them.',
      },
      errors,
    ),
    choicesControl(
      { name: 'shape', legend: 'What can be granted', options: SHAPES, chosen: form.shape },
      errors,
    ),
    fieldControl(
      {
        id: 'actions',
        label: 'Actions of its own',
        value: form.actions,
        optional: true,
        hint: 'Separated by spaces. Counts where “Actions of its own” is chosen.',
        max: 2_000,
      },
      errors,
    ),
  ],
})
