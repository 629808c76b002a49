import { type Actor, record } from '../audit/index.ts'
import { type Executor, isUniqueViolation } from '../database/index.ts'
import { newId, readLine, readName } from '../lib/index.ts'
import type { Account, Role } from './account.ts'
import { accountStore } from './account-store.ts'
import type { AccountDeps } from './deps.ts'
import { EmailTaken, InvalidEmail, InvalidName } from './errors.ts'
import { checkNewPassword } from './password-policy.ts'
import { isServiceAddress } from './service-address.ts'

export type NewAccount = {
  readonly email: string
  readonly name: string
  readonly role: Role
  readonly password: string
}

const LONGEST_NAME = 100
/** RFC 5321 §4.5.3.1.3: a path has at most 256 octets, two of which are its angle brackets. */
const LONGEST_EMAIL = 254

/**
 * @throws {InvalidEmail | InvalidName | PasswordRefused} naming the field
 * @throws {EmailTaken}
 */
export async function createAccount(deps: AccountDeps, by: Actor, given: NewAccount): Promise<Account> {
  const prepared = await prepareAccount(deps, given)
  return await deps.database.transaction((tx) => insertAccount(tx, deps, by, prepared))
}

type Prepared = Awaited<ReturnType<typeof prepareAccount>>

/** Everything that takes time, before the transaction: a password's hash must not hold a connection. */
export async function prepareAccount({ passwords }: Pick<AccountDeps, 'passwords'>, given: NewAccount) {
  const email = parseEmail(given.email)
  const name = parseName(given.name)
  await checkNewPassword('password', given.password, { email, name })
  return { email, name, role: given.role, passwordHash: await passwords.hash(given.password) }
}

/** With `passwordHash: null` nobody signs in to it until a password is chosen. */
export async function insertAccount(
  tx: Executor,
  { clock }: Pick<AccountDeps, 'clock'>,
  by: Actor,
  prepared: Omit<Prepared, 'passwordHash'> & { readonly passwordHash: string | null },
): Promise<Account> {
  const now = clock()
  const { passwordHash, ...shown } = prepared
  const account = newAccount({ ...shown, kind: 'person', organizationId: null }, now)
  try {
    await accountStore(tx).insert({ ...account, passwordHash })
  } catch (error) {
    if (isUniqueViolation(error, 'account_email_key')) throw new EmailTaken({ email: account.email })
    throw error
  }
  const data = { email: account.email, role: account.role }
  await record(tx, now, { name: 'account.created', by, accountId: account.id, data })
  return account
}

/** Each new account begins like this, whoever's it is. */
export const newAccount = (
  given: Pick<Account, 'kind' | 'organizationId' | 'email' | 'name' | 'role'>,
  now: Date,
): Account => ({ ...given, id: newId(), createdAt: now, passwordChangedAt: now, disabledAt: null })

/** Lower case, as it is kept. @throws {InvalidEmail} */
export function parseEmail(given: string): string {
  const email = readLine(given)?.toLowerCase()
  if (email === undefined || email.length > LONGEST_EMAIL || !/^[^\s@]+@[^\s@]+\.?[^\s@]+$/u.test(email)) {
    throw new InvalidEmail()
  }
  if (isServiceAddress(email)) throw new InvalidEmail()
  return email
}

/** @throws {InvalidName} */
export function parseName(given: string): string {
  const name = readName(given, LONGEST_NAME)
  if (name === undefined) throw new InvalidName(LONGEST_NAME)
  return name
}
