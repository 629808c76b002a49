import { type Actor, record } from '../audit/index.ts'
import { accountStore } from './account-store.ts'
import { verifyPassword } from './authenticate.ts'
import type { AccountDeps } from './deps.ts'
import { PasswordWrong } from './errors.ts'
import { checkNewPassword } from './password-policy.ts'

/**
 * Every session that entered its password before now ends with it (see `sessions/resume.ts`); the caller renews its own.
 * Tokens keep working: they are not derived from the password, and a CI job should not break because of it.
 * @throws {PasswordWrong | PasswordRefused | TooManyAttempts}
 */
export async function changePassword(
  deps: AccountDeps,
  by: Actor,
  accountId: string,
  given: { currentPassword: string; newPassword: string },
): Promise<void> {
  const account = await accountStore(deps.database.manager).find(accountId)
  if (account === undefined) throw new PasswordWrong('currentPassword', { accountId })
  await verifyPassword(deps, by, accountId, given.currentPassword, 'currentPassword')
  await checkNewPassword('newPassword', given.newPassword, account)
  const passwordHash = await deps.passwords.hash(given.newPassword)
  await deps.database.transaction(async (tx) => {
    const now = deps.clock()
    await accountStore(tx).setPassword(accountId, passwordHash, now)
    await record(tx, now, { name: 'account.password_changed', by, accountId })
  })
}
