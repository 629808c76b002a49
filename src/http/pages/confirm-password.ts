import { formBody } from '../body.ts'
import type { Context } from '../context.ts'
import { toProblem } from '../problem.ts'
import { safeReturnTo } from '../return-to.ts'
import { getAnswerable } from './answerable.ts'
import { field, textOf } from './form.ts'
import { type PageDeps, page, queryText, seeOther } from './page.ts'
import { enterPassword } from './password-gate.ts'

export const confirmPasswordPage = page({
  method: 'get',
  path: '/confirm-password',
  for: 'account',
  async handle(deps, ctx) {
    show(deps, ctx, safeReturnTo(queryText(ctx, 'return_to')))
  },
})

export const confirmPasswordForm = page({
  method: 'post',
  path: '/confirm-password',
  for: 'account',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const returnTo = safeReturnTo(textOf(fields, 'return_to'))
    try {
      await enterPassword(deps, ctx, textOf(fields, 'password'))
      seeOther(ctx, returnTo)
    } catch (error) {
      show(deps, ctx, returnTo, getAnswerable(error))
    }
  },
})

function show({ render }: PageDeps, ctx: Context, returnTo: string, error?: Error): void {
  const problem = error === undefined ? undefined : toProblem(error)
  const isFields = problem?.field === 'password'
  const model = {
    returnTo,
    problem: problem === undefined || isFields ? undefined : { tone: 'bad', text: problem.message },
    fields: {
      password: field({
        id: 'password',
        label: 'Password',
        type: 'password',
        autocomplete: 'current-password',
        focus: true,
        error: isFields ? problem?.message : undefined,
      }),
    },
  }
  render(ctx, 'confirm-password', model, { status: problem?.status ?? 200 })
}
