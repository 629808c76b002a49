import { welcomeLink } from '../../../../mail/index.ts'
import { linkReply } from '../../schemas/account.ts'
import { toTime } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams } from './find-account.ts'

export const createPasswordLink = adminOperation('account.create_password_link', {
  id: 'createPasswordLink',
  tag: 'Accounts',
  method: 'post',
  path: `${ACCOUNT_PATH}/password-link`,
  summary: 'Make a one-time link for a new password',
  description:
    'For who has lost the password (a day) or the invitation (7 days). It is in this answer and never again, and is mailed where ' +
    'mail is on. Links that were made before are dead.',
  params: accountParams,
  status: 201,
  reply: linkReply,
  showsSecret: true,
  errors: ['account_not_found', 'service_account_refused', 'account_disabled'],
  async handle({ accounts, config }, { actor, params: { accountId } }) {
    const { secret, expiresAt } = await accounts.createPasswordLink(actor, accountId)
    return { url: welcomeLink(config.issuer, secret), expiresAt: toTime(expiresAt) }
  },
})
