import type { ListedAccount } from '../../../../accounts/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret } from '../../reveal.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { accountHref } from './account-view.ts'
import { getListedAccount } from './find.ts'
import { linkPath } from './link.ts'

export const passwordLinkPage = page({
  method: 'get',
  path: '/admin/accounts/:id/password-link',
  for: 'account.create_password_link',
  async handle(deps, ctx, { id = '' }) {
    showConfirmation(deps, ctx, describe(deps, await getListedAccount(deps, id)))
  },
})

export const passwordLinkForm = page({
  method: 'post',
  path: '/admin/accounts/:id/password-link',
  for: 'account.create_password_link',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    try {
      await passPasswordGate(deps, ctx, textOf(formBody(ctx), 'password'))
      const { secret } = await deps.accounts.createPasswordLink(ctx.state.actor, account.id)
      seeOther(ctx, await keepSecret(ctx, linkPath(account.id), secret))
    } catch (error) {
      showConfirmation(deps, ctx, describe(deps, account), getAnswerable(error))
    }
  },
})

function describe({ mail }: PageDeps, { id, name, email, hasPassword }: ListedAccount): Confirmation {
  const isForgotten = hasPassword
  return {
    console: 'accounts',
    back: { href: accountHref(id), label: name },
    verb: isForgotten ? 'Make a link for a new password of' : 'Make a new invitation for',
    name,
    lead: mail.isOn
      ? `A one-time link is sent to ${email}. You see it once, too.`
      : `You get a one-time link to hand over to ${email}. You see it once.`,
    items: isForgotten
      ? [
          'The link is good for 24 hours. Links that were made before stop working now.',
          'The present password works until the link is used. Then every session of the account ends.',
          'Tokens keep working.',
        ]
      : ['The link is good for 7 days. Links that were made before stop working now.'],
    action: `${accountHref(id)}/password-link`,
    submit: 'Make the link',
    cancel: 'Cancel',
    isDanger: false,
    needsPassword: true,
  }
}
