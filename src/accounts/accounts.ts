import type { Actor } from '../audit/index.ts'
import { isId, readLine } from '../lib/index.ts'
import { accountStore } from './account-store.ts'
import { authenticate, verifyPassword } from './authenticate.ts'
import { changePassword } from './change-password.ts'
import { createAccount, type NewAccount } from './create.ts'
import type { AccountDeps } from './deps.ts'
import { createSetupLink, isSetupKeyGood, setUpFirstAdmin } from './first-admin.ts'
import { resetPassword } from './reset-password.ts'
import { switchAccount } from './switch.ts'

/** The room's verbs with their dependencies filled in. */
export function createAccounts(deps: AccountDeps) {
  const store = accountStore(deps.database.manager)
  return {
    create: (by: Actor, given: NewAccount) => createAccount(deps, by, given),
    find: async (id: string) => (isId(id) ? await store.find(id) : undefined),
    findByEmail: (email: string) => store.findByEmail((readLine(email) ?? '').toLowerCase()),
    list: () => store.list(),
    hasAdmin: () => store.hasAdmin(),
    authenticate: (by: Actor, given: { email: string; password: string }) => authenticate(deps, by, given),
    verifyPassword: (by: Actor, accountId: string, password: string) =>
      verifyPassword(deps, by, accountId, password),
    changePassword: (by: Actor, accountId: string, given: { currentPassword: string; newPassword: string }) =>
      changePassword(deps, by, accountId, given),
    resetPassword: (by: Actor, id: string, password: string) => resetPassword(deps, by, id, password),
    disable: (by: Actor, id: string) => switchAccount(deps, by, id, 'off'),
    enable: (by: Actor, id: string) => switchAccount(deps, by, id, 'on'),
    createSetupLink: () => createSetupLink(deps),
    isSetupKeyGood: (key: string) => isSetupKeyGood(deps, key),
    setUpFirstAdmin: (by: Actor, key: string, given: Omit<NewAccount, 'role'>) =>
      setUpFirstAdmin(deps, by, key, given),
  }
}

export type Accounts = ReturnType<typeof createAccounts>
