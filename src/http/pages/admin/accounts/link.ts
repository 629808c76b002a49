import { welcomeLink } from '../../../../mail/index.ts'
import { page, seeOther } from '../../page.ts'
import { takeSecret } from '../../reveal.ts'
import { accountHref } from './account-view.ts'
import { getListedAccount } from './find.ts'

export const linkPath = (accountId: string): string => `${accountHref(accountId)}/link`

/** Shows a one-time link this once: whoever has it can choose the account's password. */
export const linkPage = page({
  method: 'get',
  path: '/admin/accounts/:id/link',
  for: 'account.create_password_link',
  async handle(deps, ctx, { id = '' }) {
    const account = await getListedAccount(deps, id)
    const secret = await takeSecret(ctx, linkPath(account.id))
    if (secret === undefined) return seeOther(ctx, accountHref(account.id))
    const [title, life] = account.hasPassword
      ? ['A new password', 'It is good for 24 hours.']
      : ['Invitation', 'It is good for 7 days.']
    deps.render(ctx, 'admin/shown-once', {
      console: 'accounts',
      title: `${title} for ${account.name}`,
      lead: deps.mail.isOn
        ? `This link is being sent to ${account.email}. You may hand it over too, to nobody else.`
        : `Give this link to ${account.email}, and to nobody else.`,
      warning: 'Whoever opens it first chooses the password of this account.',
      label: 'One-time link',
      value: welcomeLink(deps.config.issuer, secret),
      hint: `${life} It works once; a newer link ends it.`,
      done: { href: accountHref(account.id), label: 'Done' },
    })
  },
})
