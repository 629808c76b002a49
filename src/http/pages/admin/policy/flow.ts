import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { isPasswordRecent } from '../../../guards.ts'
import { toProblem } from '../../../problem.ts'
import { getAnswerable } from '../../answerable.ts'
import { type FormErrors, type Notice, textOf } from '../../form.ts'
import { type PageDeps, queryText, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { passwordField } from '../../tokens/generate-view.ts'
import { groupControls } from './controls.ts'
import { findEffect, toEnforcedFrom } from './effect.ts'
import type { PolicyPlace } from './place.ts'
import { hiddenFieldsOf, type PolicyForm, readPolicyForm } from './policy-form.ts'
import { viewHistory } from './settings-words.ts'

const MOST_SHOWN = 20

/** What a redirect to the page may ask it to say. */
const DONE: Readonly<Record<string, Notice>> = {
  saved: { tone: 'good', text: 'The policy is saved. New tokens comply with it from now on.' },
}

type Shown = { readonly form?: PolicyForm; readonly error?: ProductError }

/** The policy as it is, as a form, and how it came to be. */
export async function showPolicy(
  deps: PageDeps,
  ctx: Context,
  place: PolicyPlace,
  { form = place.presentForm, error }: Shown = {},
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const errors = readErrors(error)
  const { console, path, back, title, lead, instance, initial, organizationId } = place
  const versions = await deps.policies.history(organizationId)
  const model = {
    console,
    path,
    back,
    title,
    lead,
    hasError: problem !== undefined,
    notice:
      problem === undefined
        ? DONE[queryText(ctx, 'done')]
        : { tone: 'bad', text: sayProblem(errors, problem) },
    password: isPasswordRecent(ctx) ? undefined : passwordField(errors),
    groups: groupControls({ form, errors, ...(instance === undefined ? {} : { instance }) }),
    history: viewHistory(versions, initial, deps.clock()).slice(0, MOST_SHOWN),
  }
  deps.render(ctx, 'admin/policy', model, { status: problem?.status ?? 200 })
}

/** Where live tokens lose by it, it shows which and when, and asks once. */
export async function postPolicy(deps: PageDeps, ctx: Context, place: PolicyPlace): Promise<void> {
  const fields = formBody(ctx)
  const form = readPolicyForm(fields)
  try {
    await passPasswordGate(deps, ctx, textOf(fields, 'password'))
    const settings = await place.parse(form)
    const isConfirmed = textOf(fields, 'confirmed') === 'yes'
    const effect = isConfirmed ? undefined : await findEffect(deps, place, settings)
    if (effect !== undefined) return askOnce(deps, ctx, place, form, effect)
    const enforcedFrom = toEnforcedFrom(textOf(fields, 'start'), deps.clock())
    await place.save(ctx.state.actor, form, { enforcedFrom })
    seeOther(ctx, `${place.path}?done=saved`)
  } catch (error) {
    await showPolicy(deps, ctx, place, { form, error: getAnswerable(error) })
  }
}

type Effect = NonNullable<Awaited<ReturnType<typeof findEffect>>>

function askOnce(
  { render }: PageDeps,
  ctx: Context,
  place: PolicyPlace,
  form: PolicyForm,
  effect: Effect,
): void {
  const { console, path, title } = place
  const hidden = [...hiddenFieldsOf(form), { name: 'confirmed', value: 'yes' }]
  render(ctx, 'admin/policy-effect', { console, path, title, hidden, ...effect })
}

/** The room says `maxDays: must be …`, for files; beside the field, its name is already there. */
function readErrors(error: ProductError | undefined): FormErrors {
  if (error?.field === undefined) return {}
  const text = error.message.replace(`${error.field}: `, '')
  return { [error.field]: `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}` }
}

const sayProblem = (errors: FormErrors, problem: { readonly message: string }): string =>
  Object.keys(errors).length === 0 ? problem.message : 'Nothing was saved. Look at the form again.'
