import type { Account } from '../accounts/index.ts'
import type { Services } from '../assemble.ts'
import { AccountNotFound } from './errors.ts'

/** The account that an operator names by its address. @throws {AccountNotFound} */
export async function getAccount(accounts: Services['accounts'], email: string): Promise<Account> {
  const account = await accounts.findByEmail(email)
  if (account === undefined) throw new AccountNotFound(email)
  return account
}
