import { isId, readLine } from '../lib/index.ts'
import { accountSearchStore } from './account-search-store.ts'
import type { AccountDeps } from './deps.ts'
import type { AccountSearch, ListedAccount } from './listed-account.ts'

const USUAL = 50
const MOST = 500
const MOST_LOOKED_AT = 20_000

/**
 * Accounts in the order of their addresses, a page at a time. `next` is where the next page begins, if there is one; a page
 * that is not full may have one, as it was looked for long enough.
 */
export async function searchAccounts(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  { text = '', after = '', limit = USUAL, mostLookedAt = MOST_LOOKED_AT, ...filter }: AccountSearch,
): Promise<{ accounts: ListedAccount[]; next: string | undefined }> {
  const [line, cursor] = [readLine(text), readLine(after)]
  // What no database stores is found nowhere.
  if (line === undefined || cursor === undefined) return { accounts: [], next: undefined }
  const size = Math.min(Math.max(limit, 1), MOST)
  const { accounts: found, through } = await accountSearchStore(database.manager).search(
    { ...filter, text: line.slice(0, 254), after: cursor, mostLookedAt },
    { limit: size + 1, now: clock() },
  )
  const accounts = found.slice(0, size)
  return { accounts, next: found.length > size ? accounts.at(-1)?.email : through }
}

/** One account as the list shows it. */
export async function findListedAccount(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  id: string,
): Promise<ListedAccount | undefined> {
  return isId(id) ? await accountSearchStore(database.manager).find(id, clock()) : undefined
}
