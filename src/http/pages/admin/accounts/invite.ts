import type { Role } from '../../../../accounts/index.ts'
import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { isPasswordRecent } from '../../../guards.ts'
import { toProblem } from '../../../problem.ts'
import { getAnswerable } from '../../answerable.ts'
import { field, textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret } from '../../reveal.ts'
import { passwordField, readErrors } from '../../tokens/generate-view.ts'
import { linkPath } from './link.ts'

type Typed = { readonly email: string; readonly name: string; readonly role: Role }

const ROLES: readonly { value: Role; label: string; text: string }[] = [
  { value: 'member', label: 'Member', text: 'Signs in and makes tokens, within the policy.' },
  {
    value: 'admin',
    label: 'Administrator',
    text: 'Sees and changes everything here, and may make tokens that can do everything.',
  },
]

export const invitePage = page({
  method: 'get',
  path: '/admin/accounts/invite',
  for: 'account.invite',
  async handle(deps, ctx) {
    if (!isPasswordRecent(ctx)) {
      return seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.path)}`)
    }
    show(deps, ctx, { email: '', name: '', role: 'member' })
  },
})

export const inviteForm = page({
  method: 'post',
  path: '/admin/accounts',
  for: 'account.invite',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const typed: Typed = {
      email: textOf(fields, 'email'),
      name: textOf(fields, 'name'),
      role: textOf(fields, 'role') === 'admin' ? 'admin' : 'member',
    }
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { account, secret } = await deps.accounts.invite(ctx.state.actor, typed)
      seeOther(ctx, await keepSecret(ctx, linkPath(account.id), secret))
    } catch (error) {
      show(deps, ctx, typed, getAnswerable(error))
    }
  },
})

function show(
  { render, mail }: PageDeps,
  ctx: Context,
  { email, name, role }: Typed,
  error?: ProductError,
): void {
  const errors = readErrors(error)
  const problem = error === undefined ? undefined : toProblem(error)
  const model = {
    problem: problem && problem.field === undefined ? { tone: 'bad', text: problem.message } : undefined,
    hasError: problem !== undefined,
    password: isPasswordRecent(ctx) ? undefined : passwordField(errors),
    fields: {
      email: field(
        {
          id: 'invited-email',
          name: 'email',
          label: 'E-mail address',
          type: 'email',
          value: email.slice(0, 254),
          hint: mail.isOn
            ? 'They sign in with it. The link is sent there, and shown to you.'
            : 'They sign in with it. Nothing is sent to it: you hand over the link.',
          autocomplete: 'off',
          focus: error === undefined,
        },
        errors,
      ),
      name: field({ id: 'name', label: 'Name', value: name.slice(0, 200), autocomplete: 'off' }, errors),
    },
    roles: ROLES.map((choice) => ({ ...choice, isChecked: choice.value === role })),
  }
  render(ctx, 'admin/invite', model, { status: problem?.status ?? 200 })
}
