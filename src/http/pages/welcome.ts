import { formBody } from '../body.ts'
import type { Context } from '../context.ts'
import { toProblem } from '../problem.ts'
import { signIn } from '../visitor.ts'
import { getAnswerable } from './answerable.ts'
import { type FormErrors, field, textOf } from './form.ts'
import { type PageDeps, page, queryText, seeOther } from './page.ts'

/** Where an invitation and a link for a forgotten password lead: its holder chooses the password. */
export const welcomePage = page({
  method: 'get',
  path: '/welcome',
  for: 'anyone',
  handle: (deps, ctx) => show(deps, ctx, queryText(ctx, 'key')),
})

export const welcomeForm = page({
  method: 'post',
  path: '/welcome',
  for: 'anyone',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const key = textOf(fields, 'key')
    try {
      const password = textOf(fields, 'password')
      await signIn(ctx, await deps.accounts.redeemPasswordLink(ctx.state.actor, key, password))
      seeOther(ctx, '/account/tokens')
    } catch (error) {
      await show(deps, ctx, key, getAnswerable(error))
    }
  },
})

/** Whether the link is good is asked anew each time: another window may have used it. */
async function show(deps: PageDeps, ctx: Context, key: string, error?: Error): Promise<void> {
  const account = await deps.accounts.findByPasswordLink(key)
  if (account === undefined) return deps.render(ctx, 'welcome-dead', {}, { status: 403 })
  const problem = error === undefined ? undefined : toProblem(error)
  const errors: FormErrors = problem?.field === undefined ? {} : { [problem.field]: problem.message }
  const password = field(
    {
      id: 'password',
      label: 'Password',
      type: 'password',
      autocomplete: 'new-password',
      hint: 'At least 15 characters. A few words that you can remember do well.',
      focus: true,
    },
    errors,
  )
  const { name, email } = account
  const general = problem && problem.field === undefined ? { tone: 'bad', text: problem.message } : undefined
  const model = { key, name, email, problem: general, hasError: problem !== undefined, fields: { password } }
  deps.render(ctx, 'welcome', model, { status: problem?.status ?? 200 })
}
