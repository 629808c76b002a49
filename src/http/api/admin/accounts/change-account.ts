import { z } from 'zod'
import { accountReply, accountRole, toAccountReply } from '../../schemas/account.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'
import { getAccount } from './get-account.ts'

export const changeAccount = adminOperation('account.change_role', {
  id: 'changeAccount',
  tag: 'Accounts',
  method: 'patch',
  path: ACCOUNT_PATH,
  summary: 'Change an account’s role',
  description:
    'Its sessions end with it. Who is no administrator any more has tokens that can do no more than a member’s, at once.',
  params: accountParams,
  body: z.strictObject({ role: accountRole }).meta({ id: 'AccountChanges' }),
  status: 200,
  reply: accountReply,
  current: getAccount,
  errors: ['account_not_found', 'service_account_refused', 'last_administrator', 'precondition_failed'],
  async handle(services, { actor, params: { accountId }, body: { role } }) {
    await services.accounts.changeRole(actor, accountId, role)
    return toAccountReply(await getListedAccount(services, accountId))
  },
})
