import { type Actor, record } from '../audit/index.ts'
import type { Account } from './account.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { PasswordLinkDead } from './errors.ts'
import { checkNewPassword } from './password-policy.ts'

/** Whose password the link chooses; `undefined` where it was used, has expired, or the account is disabled. */
export async function findByPasswordLink(
  { database, clock }: Pick<AccountDeps, 'database' | 'clock'>,
  key: string,
): Promise<Account | undefined> {
  const store = accountStore(database.manager)
  const accountId = await store.findPasswordLink(key, clock())
  const account = accountId === undefined ? undefined : await store.find(accountId)
  return account?.disabledAt === null ? account : undefined
}

/**
 * Sets the password that the holder of the link has chosen. The link is used up, all others of the account are dead, and
 * its sessions end. Of two who use it at once, one succeeds.
 * @throws {PasswordLinkDead | PasswordRefused}
 */
export async function redeemPasswordLink(
  deps: AccountDeps,
  by: Actor,
  key: string,
  password: string,
): Promise<Account> {
  const account = await findByPasswordLink(deps, key)
  if (account === undefined) throw new PasswordLinkDead()
  await checkNewPassword('password', password, account)
  const passwordHash = await deps.passwords.hash(password)
  return await deps.database.transaction(async (tx) => {
    const now = deps.clock()
    const store = accountStore(tx)
    if (!(await store.takePasswordLink(key, now))) throw new PasswordLinkDead()
    await store.setPassword(account.id, passwordHash, now)
    const holder = { ...by, kind: 'account', id: account.id } as const
    const data = { by: 'one-time link' }
    await record(tx, now, { name: 'account.password_changed', by: holder, accountId: account.id, data })
    return { ...account, passwordChangedAt: now }
  })
}
