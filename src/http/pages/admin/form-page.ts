import type { ProductError } from '../../../lib/index.ts'
import type { Context } from '../../context.ts'
import { isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { type Field, type FormErrors, field, type Notice } from '../form.ts'
import { type PageDeps, seeOther } from '../page.ts'
import { passwordField, readErrors } from '../tokens/generate-view.ts'
import type { Section } from './section.ts'

/** What a form of the console is made of; `views/admin/control.eta` shows it. */
export type Control = FieldControl | ChoicesControl

type FieldControl = { readonly control: 'field' } & Field

type ChoicesControl = {
  readonly control: 'choices'
  readonly name: string
  readonly type: 'radio' | 'checkbox'
  readonly legend: string
  readonly hint: string | undefined
  readonly error: string | undefined
  readonly options: readonly {
    readonly value: string
    readonly label: string
    readonly text: string
    readonly isChecked: boolean
  }[]
}

export const fieldControl = (given: Parameters<typeof field>[0], errors: FormErrors): FieldControl => ({
  control: 'field',
  ...field({ autocomplete: 'off', ...given }, errors),
})

type Option = { readonly value: string; readonly label: string; readonly text?: string }

/** Radio buttons where one is chosen, boxes where `chosen` is a list. */
export function choicesControl(
  given: {
    readonly name: string
    readonly legend: string
    readonly hint?: string
    readonly options: readonly Option[]
    readonly chosen: string | readonly string[]
  },
  errors: FormErrors,
): ChoicesControl {
  const { name, legend, hint, options, chosen } = given
  return {
    control: 'choices',
    name,
    legend,
    hint,
    type: typeof chosen === 'string' ? 'radio' : 'checkbox',
    error: errors[name],
    options: options.map(({ text = '', ...option }) => ({
      ...option,
      text,
      isChecked: typeof chosen === 'string' ? option.value === chosen : chosen.includes(option.value),
    })),
  }
}

export type FormPage = {
  readonly console: Section
  readonly back: { readonly href: string; readonly label: string }
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly submit: string
  readonly notice?: Notice | undefined
  /** For what can open doors: the password is asked for with the form, where it was last entered too long ago. */
  readonly needsPassword?: boolean
  readonly controls: (errors: FormErrors) => readonly Control[]
}

/** A page with one form. An error stands beside its field, or above where no field of the form has its name. */
export function showForm({ render }: PageDeps, ctx: Context, form: FormPage, error?: ProductError): void {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const errors = readErrors(error)
  const password = form.needsPassword === true && !isPasswordRecent(ctx) ? passwordField(errors) : undefined
  const controls = form.controls(errors)
  const isBeside =
    controls.some(({ error: message }) => message !== undefined) || password?.error !== undefined
  const notice = problem && !isBeside ? { tone: 'bad', text: problem.message } : form.notice
  const { controls: _, ...about } = form
  const model = { ...about, controls, password, notice, hasError: problem !== undefined }
  render(ctx, 'admin/form', model, { status: problem?.status ?? 200 })
}

/**
 * Before the page of a form that ends in a secret: the password first, so that nothing that is typed has to wait for it.
 * @returns whether the browser was sent to it
 */
export function askPasswordFirst(ctx: Context): boolean {
  if (isPasswordRecent(ctx)) return false
  seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.originalUrl)}`)
  return true
}
