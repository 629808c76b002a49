import type { ListedAccount } from '../../../../accounts/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { PageDeps } from '../../page.ts'

/** @throws {PageNotFound} for an id that is nobody's, and for what is no id */
export async function getListedAccount({ accounts }: PageDeps, id: string): Promise<ListedAccount> {
  const account = await accounts.findListed(id)
  if (account === undefined) throw new PageNotFound()
  return account
}
