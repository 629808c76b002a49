import { type Actor, record } from '../audit/index.ts'
import type { Account, Role } from './account.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { AccountNotFound, LastAdministrator, ServiceAccountRefused } from './errors.ts'

/**
 * Makes a person an administrator, or a member again. Every session of the account ends with it: nobody goes on with one
 * that was begun under another role (U5). The role it has already changes nothing.
 * @throws {AccountNotFound | ServiceAccountRefused}
 * @throws {LastAdministrator} where no administrator would be left
 */
export async function changeRole(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  by: Actor,
  id: string,
  role: Role,
): Promise<Account> {
  return await database.transaction(async (tx) => {
    const store = accountStore(tx)
    // Two administrators who demote each other take turns: one of them is the last.
    await store.lockAdministrators()
    const account = await store.find(id)
    if (account === undefined) throw new AccountNotFound({ id })
    if (account.role === role) return account
    if (account.kind === 'service') throw new ServiceAccountRefused({ id })
    if (role === 'member' && !(await store.hasOtherAdmin(id))) throw new LastAdministrator()
    await store.setRole(id, role)
    const data = { from: account.role, role, sessionsEnded: await store.endSessions(id) }
    await record(tx, clock(), { name: 'account.role_changed', by, accountId: id, data })
    return { ...account, role }
  })
}
