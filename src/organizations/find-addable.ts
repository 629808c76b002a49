import type { Account, Accounts } from '../accounts/index.ts'
import type { Database } from '../database/index.ts'
import { AccountUnknown, NotInOrganization } from './errors.ts'
import { membershipStore } from './membership-store.ts'
import type { Organization } from './organization.ts'

type Deps = { readonly database: Database; readonly accounts: Accounts }

export type Whom = { readonly email: string } | { readonly accountId: string }

/**
 * Whom somebody may add to an organization or one of its workspaces: who has an account here. Who administers a workspace
 * alone (`mayLetIn` is false) only adds those who are in its organization: whom else to let in is its administrators'.
 * @throws {AccountUnknown | NotInOrganization}
 */
export async function findAddable(
  { database, accounts }: Deps,
  { id: organizationId, name }: Pick<Organization, 'id' | 'name'>,
  whom: Whom,
  mayLetIn: boolean,
): Promise<Account> {
  const account = await ('email' in whom ? accounts.findByEmail(whom.email) : accounts.find(whom.accountId))
  if (account === undefined || account.disabledAt !== null)
    throw new AccountUnknown('email' in whom ? 'email' : 'accountId')
  if (mayLetIn) return account
  const role = await membershipStore(database.manager).findRole({ organizationId, accountId: account.id })
  if (role === undefined) throw new NotInOrganization(name)
  return account
}
