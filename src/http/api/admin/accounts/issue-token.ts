import { issuedReply, newTokenFor } from '../../schemas/token.ts'
import { MINT_ERRORS, mintFor } from '../../tokens/mint-for.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'

export const issueToken = adminOperation('token.issue', {
  id: 'issueToken',
  tag: 'Accounts',
  method: 'post',
  path: `${ACCOUNT_PATH}/tokens`,
  summary: 'Issue a token for an account',
  description:
    'It acts as that account, which sees it, and that it was you; a person is told by mail where mail is on. It can do no more ' +
    'than the token that you call with, and than your account may grant. Never for another administrator or a disabled account.',
  params: accountParams,
  body: newTokenFor,
  status: 201,
  reply: issuedReply,
  showsSecret: true,
  location: ({ token }: { token: { id: string } }) => `/api/v1/admin/tokens/${token.id}`,
  errors: ['account_not_found', 'account_is_administrator', ...MINT_ERRORS],
  async handle(services, { caller, params: { accountId }, body }) {
    const account = await getListedAccount(services, accountId)
    return await mintFor(services, caller, account.id, body)
  },
})
