import { type Actor, record } from '../audit/index.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { AccountNotFound, ServiceAccountRefused } from './errors.ts'
import { checkNewPassword } from './password-policy.ts'

/**
 * A new password without the old one, by somebody who may: for who has forgotten theirs, or lost it to a thief. Every
 * session of the account ends with it.
 * @throws {AccountNotFound | ServiceAccountRefused | PasswordRefused}
 */
export async function resetPassword(
  deps: AccountDeps,
  by: Actor,
  id: string,
  password: string,
): Promise<void> {
  const account = await accountStore(deps.database.manager).find(id)
  if (account === undefined) throw new AccountNotFound({ id })
  if (account.kind === 'service') throw new ServiceAccountRefused({ id })
  await checkNewPassword('password', password, account)
  const passwordHash = await deps.passwords.hash(password)
  await deps.database.transaction(async (tx) => {
    const now = deps.clock()
    await accountStore(tx).setPassword(id, passwordHash, now)
    await record(tx, now, { name: 'account.password_reset', by, accountId: id })
  })
}
