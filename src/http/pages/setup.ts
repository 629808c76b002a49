import { formBody } from '../body.ts'
import type { Context } from '../context.ts'
import { toProblem } from '../problem.ts'
import { signIn } from '../visitor.ts'
import { getAnswerable } from './answerable.ts'
import { type FormErrors, field, textOf } from './form.ts'
import { type PageDeps, page, queryText, seeOther } from './page.ts'

type Typed = { readonly key: string; readonly name: string; readonly email: string }

/** Where the link leads that the server prints on its first start. */
export const setupPage = page({
  method: 'get',
  path: '/setup',
  for: 'anyone',
  async handle(deps, ctx) {
    const key = queryText(ctx, 'key')
    if (await deps.accounts.isSetupKeyGood(key)) show(deps, ctx, { key, name: '', email: '' })
    else await showDead(deps, ctx)
  },
})

export const setupForm = page({
  method: 'post',
  path: '/setup',
  for: 'anyone',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const typed = { key: textOf(fields, 'key'), name: textOf(fields, 'name'), email: textOf(fields, 'email') }
    try {
      const given = { name: typed.name, email: typed.email, password: textOf(fields, 'password') }
      await signIn(ctx, await deps.accounts.setUpFirstAdmin(ctx.state.actor, typed.key, given))
      seeOther(ctx, '/account/tokens')
    } catch (error) {
      const problem = getAnswerable(error)
      if (problem.code === 'setup_link_dead') await showDead(deps, ctx)
      else show(deps, ctx, typed, problem)
    }
  },
})

function show({ render }: PageDeps, ctx: Context, { key, name, email }: Typed, error?: Error): void {
  const problem = error === undefined ? undefined : toProblem(error)
  const errors: FormErrors = problem?.field === undefined ? {} : { [problem.field]: problem.message }
  const model = {
    key,
    problem: problem && problem.field === undefined ? { tone: 'bad', text: problem.message } : undefined,
    fields: {
      name: field(
        { id: 'name', label: 'Your name', value: name, autocomplete: 'name', focus: name === '' },
        errors,
      ),
      email: field(
        {
          id: 'email',
          label: 'E-mail address',
          type: 'email',
          value: email,
          autocomplete: 'username',
          hint: 'You sign in with it. Nothing is sent to it.',
        },
        errors,
      ),
      password: field(
        {
          id: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'new-password',
          hint: 'At least 15 characters. A few words that you can remember do well.',
        },
        errors,
      ),
    },
  }
  render(ctx, 'setup', model, { status: problem?.status ?? 200 })
}

/** It says what to do instead; a person who comes here has no other way in. */
async function showDead({ render, accounts }: PageDeps, ctx: Context): Promise<void> {
  render(ctx, 'setup-dead', { hasAdmin: await accounts.hasAdmin() }, { status: 403 })
}
