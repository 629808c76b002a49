import type { ProductError } from '../../../lib/index.ts'
import type { Context } from '../../context.ts'
import { isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { type Field, field } from '../form.ts'
import type { PageDeps } from '../page.ts'
import type { Section } from './section.ts'

/** A page that says what will come of something, and asks once. */
export type Confirmation = {
  readonly console: Section
  readonly back: { readonly href: string; readonly label: string }
  /** The heading: `Disable`, and whom or what. */
  readonly verb: string
  readonly name: string
  readonly lead: string
  /** What stops or changes, a sentence each. */
  readonly items: readonly string[]
  /** Where the form goes. */
  readonly action: string
  readonly submit: string
  /** How to leave everything as it is: `Keep it`. */
  readonly cancel: string
  readonly isDanger: boolean
  readonly hidden?: readonly { readonly name: string; readonly value: string }[]
  readonly fields?: readonly Field[]
  /** For what can open doors: the password is asked for with the form, where it was last entered too long ago. */
  readonly needsPassword?: boolean
}

export function showConfirmation(
  { render }: PageDeps,
  ctx: Context,
  confirmation: Confirmation,
  error?: ProductError,
): void {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const asksPassword = confirmation.needsPassword === true && !isPasswordRecent(ctx)
  const isBesideField =
    (confirmation.fields ?? []).some(({ error: message }) => message !== undefined) ||
    (asksPassword && problem?.field === 'password')
  const model = {
    hidden: [],
    fields: [],
    ...confirmation,
    password: asksPassword ? passwordField(problem) : undefined,
    problem: problem && !isBesideField ? { tone: 'bad', text: problem.message } : undefined,
  }
  render(ctx, 'admin/confirm', model, { status: problem?.status ?? 200 })
}

function passwordField(problem: ReturnType<typeof toProblem> | undefined): Field {
  const error = problem?.field === 'password' ? problem.message : undefined
  const about = { id: 'password', label: 'Your password', type: 'password' } as const
  return field({ ...about, autocomplete: 'current-password', focus: true, error })
}
