import { type Actor, record } from '../audit/index.ts'
import type { Account } from './account.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { AccountNotFound, LastAdministrator } from './errors.ts'

/**
 * Disables an account, or lets it back in. It holds on the very next call: its sessions are void, its tokens inactive.
 * Both come back when it is enabled, unless they have ended by themselves; links to choose a password do not. Doing it
 * twice is not an error.
 * @throws {AccountNotFound}
 * @throws {LastAdministrator} where nobody would be left to let anyone back in
 */
export async function switchAccount(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  by: Actor,
  id: string,
  to: 'on' | 'off',
): Promise<Account> {
  return await database.transaction(async (tx) => {
    const store = accountStore(tx)
    // Two administrators who disable each other take turns: one of them is the last.
    await store.lockAdministrators()
    const account = await store.find(id)
    if (account === undefined) throw new AccountNotFound({ id })
    if ((account.disabledAt === null) === (to === 'on')) return account
    if (to === 'off' && account.role === 'admin' && !(await store.hasOtherAdmin(id)))
      throw new LastAdministrator()
    const now = clock()
    const disabledAt = to === 'on' ? null : now
    await store.setDisabledAt(id, disabledAt)
    if (to === 'off') await store.deletePasswordLinks(id)
    await record(tx, now, { name: to === 'on' ? 'account.enabled' : 'account.disabled', by, accountId: id })
    return { ...account, disabledAt }
  })
}
