import { z } from 'zod'
import { welcomeLink } from '../../../../mail/index.ts'
import { accountReply, accountRole, linkReply, toAccountReply } from '../../schemas/account.ts'
import { toTime } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNTS_PATH, getListedAccount } from './find-account.ts'

const invitation = z
  .strictObject({
    email: z.string().meta({ examples: ['ada@example.com'] }),
    name: z.string().meta({ examples: ['Ada Lovelace'] }),
    role: accountRole.default('member'),
  })
  .meta({ id: 'Invitation' })

export const inviteAccount = adminOperation('account.invite', {
  id: 'inviteAccount',
  tag: 'Accounts',
  method: 'post',
  path: ACCOUNTS_PATH,
  summary: 'Invite an account',
  description:
    'Makes an account for a person, who chooses a password by a one-time link: it is in this answer and never again, lives for 7 ' +
    'days, and is mailed to them where mail is on.',
  body: invitation,
  status: 201,
  reply: z.object({ account: accountReply, link: linkReply }).meta({ id: 'InvitedAccount' }),
  showsSecret: true,
  location: ({ account }: { account: { id: string } }) => `${ACCOUNTS_PATH}/${account.id}`,
  errors: ['email_invalid', 'name_invalid', 'email_taken'],
  async handle(services, { actor, body }) {
    const { account, secret, expiresAt } = await services.accounts.invite(actor, body)
    return {
      account: toAccountReply(await getListedAccount(services, account.id)),
      link: { url: welcomeLink(services.config.issuer, secret), expiresAt: toTime(expiresAt) },
    }
  },
})
