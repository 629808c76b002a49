import { formBody } from '../body.ts'
import type { Context } from '../context.ts'
import { toProblem } from '../problem.ts'
import { safeReturnTo } from '../return-to.ts'
import { signIn } from '../visitor.ts'
import { getAnswerable } from './answerable.ts'
import { field, textOf } from './form.ts'
import { type PageDeps, page, queryText, seeOther } from './page.ts'

export const signInPage = page({
  method: 'get',
  path: '/sign-in',
  for: 'anyone',
  async handle(deps, ctx) {
    const returnTo = safeReturnTo(queryText(ctx, 'return_to'))
    if (ctx.state.visitor !== undefined) seeOther(ctx, returnTo)
    else await show(deps, ctx, { email: queryText(ctx, 'email').slice(0, 254), returnTo })
  },
})

export const signInForm = page({
  method: 'post',
  path: '/sign-in',
  for: 'anyone',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const email = textOf(fields, 'email')
    const returnTo = safeReturnTo(textOf(fields, 'return_to'))
    try {
      const password = textOf(fields, 'password')
      await signIn(ctx, await deps.accounts.authenticate(ctx.state.actor, { email, password }))
      seeOther(ctx, returnTo)
    } catch (error) {
      await show(deps, ctx, { email: email.slice(0, 254), returnTo, error: getAnswerable(error) })
    }
  },
})

async function show(
  { render, accounts }: PageDeps,
  ctx: Context,
  { email, returnTo, error }: { email: string; returnTo: string; error?: Error },
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const model = {
    returnTo,
    needsSetup: !(await accounts.hasAdmin()),
    problem: problem && { tone: 'bad', text: problem.message },
    fields: {
      email: field({
        id: 'email',
        label: 'E-mail address',
        type: 'email',
        value: email,
        autocomplete: 'username',
        focus: email === '',
      }),
      password: field({
        id: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
        focus: email !== '',
      }),
    },
  }
  render(ctx, 'sign-in', model, { status: problem?.status ?? 200 })
}
