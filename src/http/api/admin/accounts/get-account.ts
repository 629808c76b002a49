import { accountReply, accountVersion, toAccountReply } from '../../schemas/account.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'

export const getAccount = adminOperation('console.see', {
  id: 'getAccount',
  tag: 'Accounts',
  method: 'get',
  path: ACCOUNT_PATH,
  summary: 'Get an account',
  description:
    'Its ETag stands for all but tokens and sessions, and goes into If-Match where the role is changed.',
  params: accountParams,
  status: 200,
  reply: accountReply,
  version: accountVersion,
  errors: ['account_not_found'],
  handle: async (services, { params: { accountId } }) =>
    toAccountReply(await getListedAccount(services, accountId)),
})
