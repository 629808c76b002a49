import type { Actor } from '../audit/index.ts'
import { readLine } from '../lib/index.ts'
import type { Role } from './account.ts'
import { accountStore } from './account-store.ts'
import { authenticate, verifyPassword } from './authenticate.ts'
import { changePassword } from './change-password.ts'
import { changeRole } from './change-role.ts'
import { createAccount, type NewAccount } from './create.ts'
import type { AccountDeps } from './deps.ts'
import { createSetupLink, isSetupKeyGood, setUpFirstAdmin } from './first-admin.ts'
import { createPasswordLink, inviteAccount } from './invite.ts'
import type { AccountSearch } from './listed-account.ts'
import { findByPasswordLink, redeemPasswordLink } from './redeem-password-link.ts'
import { resetPassword } from './reset-password.ts'
import { findListedAccount, searchAccounts } from './search.ts'
import { switchAccount } from './switch.ts'

/** The room's verbs with their dependencies filled in. */
export function createAccounts(deps: AccountDeps) {
  const store = accountStore(deps.database.manager)
  return {
    create: (by: Actor, given: NewAccount) => createAccount(deps, by, given),
    find: (id: string) => store.find(id),
    findByEmail: (email: string) => store.findByEmail((readLine(email) ?? '').toLowerCase()),
    list: () => store.list(),
    findListed: (id: string) => findListedAccount(deps, id),
    search: (given: AccountSearch = {}) => searchAccounts(deps, given),
    hasAdmin: () => store.hasAdmin(),
    authenticate: (by: Actor, given: { email: string; password: string }) => authenticate(deps, by, given),
    verifyPassword: (by: Actor, accountId: string, password: string) =>
      verifyPassword(deps, by, accountId, password),
    changePassword: (by: Actor, accountId: string, given: { currentPassword: string; newPassword: string }) =>
      changePassword(deps, by, accountId, given),
    resetPassword: (by: Actor, id: string, password: string) => resetPassword(deps, by, id, password),
    invite: (by: Actor, given: Omit<NewAccount, 'password'>) => inviteAccount(deps, by, given),
    createPasswordLink: (by: Actor, id: string) => createPasswordLink(deps, by, id),
    findByPasswordLink: (key: string) => findByPasswordLink(deps, key),
    redeemPasswordLink: (by: Actor, key: string, password: string) =>
      redeemPasswordLink(deps, by, key, password),
    changeRole: (by: Actor, id: string, role: Role) => changeRole(deps, by, id, role),
    disable: (by: Actor, id: string) => switchAccount(deps, by, id, 'off'),
    enable: (by: Actor, id: string) => switchAccount(deps, by, id, 'on'),
    deleteExpired: () => store.deleteExpiredPasswordLinks(deps.clock()),
    createSetupLink: () => createSetupLink(deps),
    isSetupKeyGood: (key: string) => isSetupKeyGood(deps, key),
    setUpFirstAdmin: (by: Actor, key: string, given: Omit<NewAccount, 'role'>) =>
      setUpFirstAdmin(deps, by, key, given),
  }
}

export type Accounts = ReturnType<typeof createAccounts>
