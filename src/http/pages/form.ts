import { randomSecret } from '../../lib/index.ts'
import type { FormFields } from '../body.ts'

/** What `partials/field.eta` shows: a label, what was typed, and what is wrong with it. */
export type Field = {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly type: 'text' | 'email' | 'password' | 'textarea'
  readonly value: string
  readonly hint: string | undefined
  readonly error: string | undefined
  readonly optional: boolean
  readonly autocomplete: string | undefined
  readonly max: number | undefined
  readonly focus: boolean
  readonly describedBy: string | undefined
}

export function field(
  given: Pick<Field, 'id' | 'label'> & Partial<Omit<Field, 'describedBy'>>,
  errors: FormErrors = {},
): Field {
  const error = given.error ?? errors[given.name ?? given.id]
  const described = [
    error === undefined ? [] : [`${given.id}-error`],
    given.hint === undefined ? [] : [`${given.id}-hint`],
  ]
  return {
    name: given.id,
    type: 'text',
    value: '',
    hint: undefined,
    optional: false,
    autocomplete: undefined,
    max: undefined,
    ...given,
    error,
    focus: given.focus === true || error !== undefined,
    describedBy: described.flat().join(' ') || undefined,
  }
}

/** Messages by the name of the field that they stand beside. */
export type FormErrors = Readonly<Record<string, string>>

export type Notice = {
  readonly tone: 'good' | 'bad' | 'warn' | 'plain'
  readonly text: string
  readonly title?: string
}

/** A field's text. Absent and repeated fields read as empty: our own forms send each once. */
export function textOf(fields: FormFields, name: string): string {
  const value = fields[name]
  return typeof value === 'string' ? value : ''
}

export function listOf(fields: FormFields, name: string): readonly string[] {
  const value = fields[name] ?? []
  return typeof value === 'string' ? [value] : value
}

/** The one-time key of a rendered form: the same form twice mints one token. */
export const newFormKey = (): string => randomSecret()

export function readFormKey(fields: FormFields): string | undefined {
  const key = textOf(fields, 'form_key')
  return /^[0-9A-Za-z]{43}$/.test(key) ? key : undefined
}
