import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import {
  accountKind,
  accountReply,
  accountRole,
  accountStates,
  toAccountReply,
} from '../../schemas/account.ts'
import { text } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNTS_PATH } from './find-account.ts'

const query = z.strictObject({
  ...pageQuery,
  search: text(200).optional().meta({ description: 'How the address, the name or its last word begins.' }),
  role: accountRole.optional().meta({ description: 'On this server.' }),
  state: accountStates.optional().meta({ description: 'invited: no password has been chosen yet.' }),
  kind: accountKind.optional().meta({ description: 'People, or service accounts.' }),
})

export const listAccounts = adminOperation('console.see', {
  id: 'listAccounts',
  tag: 'Accounts',
  method: 'get',
  path: ACCOUNTS_PATH,
  summary: 'List accounts',
  description: 'People and service accounts, by e-mail address.',
  query,
  status: 200,
  reply: pageOf(accountReply),
  async handle({ accounts }, { query: { limit, cursor, search, ...filter } }) {
    const asked = withoutUndefined({ ...filter, text: search, after: readCursor({ cursor }), limit })
    const found = await accounts.search(asked)
    return toPage(found.accounts.map(toAccountReply), found.next)
  },
})
