import { isId, readLine } from '../lib/index.ts'
import { accountSearchStore } from './account-search-store.ts'
import type { AccountDeps } from './deps.ts'
import type { AccountSearch, ListedAccount } from './listed-account.ts'

const USUAL = 50
const MOST = 500

/** Accounts in the order of their addresses, a page at a time. `next` is where the next page begins, if there is one. */
export async function searchAccounts(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  { text = '', after = '', limit = USUAL, ...filter }: AccountSearch,
): Promise<{ accounts: ListedAccount[]; next: string | undefined }> {
  const [line, cursor] = [readLine(text), readLine(after)]
  // What no database stores is found nowhere.
  if (line === undefined || cursor === undefined) return { accounts: [], next: undefined }
  const size = Math.min(Math.max(limit, 1), MOST)
  const found = await accountSearchStore(database.manager).search(
    { ...filter, text: line.slice(0, 254), after: cursor },
    { limit: size + 1, now: clock() },
  )
  const accounts = found.slice(0, size)
  return { accounts, next: found.length > size ? accounts.at(-1)?.email : undefined }
}

/** One account as the list shows it. */
export async function findListedAccount(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  id: string,
): Promise<ListedAccount | undefined> {
  return isId(id) ? await accountSearchStore(database.manager).find(id, clock()) : undefined
}
