import { type Actor, record } from '../audit/index.ts'
import { readLine } from '../lib/index.ts'
import type { SignInOutcome } from '../metrics/index.ts'
import type { Account } from './account.ts'
import type { AccountRow } from './account-entity.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { PasswordWrong, SignInFailed, TooBusy, TooManyAttempts } from './errors.ts'

/**
 * E-mail address and password at the door. The answer is the same for an unknown address, a wrong password, a disabled
 * account and a service account, in words, status and time.
 * @throws {SignInFailed | TooManyAttempts | TooBusy}
 */
export async function authenticate(deps: AccountDeps, by: Actor, given: Given): Promise<Account> {
  try {
    const account = await checkAtDoor(deps, by, given)
    deps.metrics.countSignIn('success')
    return account
  } catch (error) {
    const outcome = outcomeOf(error)
    if (outcome !== undefined) deps.metrics.countSignIn(outcome)
    throw error
  }
}

type Given = { readonly email: string; readonly password: string }

function outcomeOf(error: unknown): SignInOutcome | undefined {
  if (error instanceof SignInFailed) return 'refused'
  if (error instanceof TooManyAttempts) return 'throttled'
  return error instanceof TooBusy ? 'busy' : undefined
}

async function checkAtDoor(deps: AccountDeps, by: Actor, given: Given): Promise<Account> {
  const email = (readLine(given.email) ?? '').toLowerCase().slice(0, 254)
  await deps.throttle.count(email, by.address ?? 'unknown')
  const found = await accountStore(deps.database.manager).findWithPassword({ email })
  const row = found?.kind === 'person' ? found : undefined
  const matches = await deps.passwords.verify(row?.passwordHash, given.password)
  if (row === undefined || !matches || row.disabledAt !== null) {
    await recordFailure(deps, by, row)
    throw new SignInFailed({ accountId: row?.id, disabled: row !== undefined && row.disabledAt !== null })
  }
  await deps.throttle.forgive(email, by.address ?? 'unknown')
  await upgradeHash(deps, row, given.password)
  return withoutPassword(row)
}

/**
 * The password once more, by somebody who is signed in.
 * @param field the form field that the error belongs to
 * @throws {PasswordWrong | TooManyAttempts}
 */
export async function verifyPassword(
  deps: AccountDeps,
  by: Actor,
  accountId: string,
  password: string,
  field = 'password',
): Promise<void> {
  const row = await accountStore(deps.database.manager).findWithPassword({ id: accountId })
  const key = row?.email ?? accountId
  await deps.throttle.count(key, by.address ?? 'unknown')
  if (!(await deps.passwords.verify(row?.passwordHash, password))) {
    await recordFailure(deps, by, row)
    throw new PasswordWrong(field, { accountId })
  }
  await deps.throttle.forgive(key, by.address ?? 'unknown')
}

/** What was typed as the address is not kept: people paste passwords there. */
async function recordFailure(
  { database, clock }: AccountDeps,
  by: Actor,
  row: AccountRow | undefined,
): Promise<void> {
  const whose = row === undefined ? {} : { accountId: row.id }
  await record(database.manager, clock(), { name: 'sign_in.failed', by, ...whose })
}

async function upgradeHash(
  { database, passwords }: AccountDeps,
  row: AccountRow,
  password: string,
): Promise<void> {
  if (row.passwordHash === null || !passwords.isWeak(row.passwordHash)) return
  await accountStore(database.manager).replaceHash(row.id, row.passwordHash, await passwords.hash(password))
}

function withoutPassword({ passwordHash: _, ...account }: AccountRow): Account {
  return account
}
