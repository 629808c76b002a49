import { z } from 'zod'
import { AccountNotFound, type ListedAccount } from '../../../../accounts/index.ts'
import type { Services } from '../../../../assemble.ts'
import { idParameter } from '../../schemas/common.ts'

export const ACCOUNTS_PATH = '/api/v1/admin/accounts'
export const ACCOUNT_PATH = `${ACCOUNTS_PATH}/{accountId}`

export const accountParams = z.strictObject({ accountId: idParameter })

/** @throws {AccountNotFound} also for what is no id */
export async function getListedAccount(
  { accounts }: Pick<Services, 'accounts'>,
  accountId: string,
): Promise<ListedAccount> {
  const account = await accounts.findListed(accountId)
  if (account === undefined) throw new AccountNotFound({ accountId: accountId.slice(0, 100) })
  return account
}
