import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { addMilliseconds, DAY, randomSecret } from '../lib/index.ts'
import type { Account } from './account.ts'
import { accountStore } from './account-store.ts'
import { insertAccount, type NewAccount, parseEmail, parseName } from './create.ts'
import type { AccountDeps } from './deps.ts'
import { AccountDisabled, AccountNotFound, ServiceAccountRefused } from './errors.ts'

/** The key of a one-time link, shown once; only its hash is kept. */
type PasswordLink = { readonly secret: string; readonly expiresAt: Date }

type LinkDeps = Pick<AccountDeps, 'database' | 'clock' | 'announce'>

/** People read an invitation when they find time; who has forgotten a password waits for the link. */
const INVITATION = 7 * DAY
const FORGOTTEN = DAY

/**
 * An account without a password, and the key of a one-time link with which its owner chooses one.
 * @throws {InvalidEmail | InvalidName | EmailTaken}
 */
export async function inviteAccount(
  { database, clock, announce }: LinkDeps,
  by: Actor,
  given: Omit<NewAccount, 'password'>,
): Promise<PasswordLink & { account: Account }> {
  const prepared = {
    email: parseEmail(given.email),
    name: parseName(given.name),
    role: given.role,
    passwordHash: null,
  }
  return await database.transaction(async (tx) => {
    const account = await insertAccount(tx, { clock }, by, prepared)
    const link = await insertLink(tx, account.id, account.createdAt, INVITATION)
    await record(tx, account.createdAt, { name: 'account.invited', by, accountId: account.id })
    await announce(tx, { about: 'invitation', to: account, by: await findPerson(tx, by), ...link })
    return { account, ...link }
  })
}

/**
 * The key of a new one-time link for who has lost the password, or the invitation. Links made before are dead.
 * @throws {AccountNotFound | ServiceAccountRefused | AccountDisabled}
 */
export async function createPasswordLink(
  { database, clock, announce }: LinkDeps,
  by: Actor,
  accountId: string,
): Promise<PasswordLink> {
  return await database.transaction(async (tx) => {
    const store = accountStore(tx)
    const account = await store.find(accountId)
    if (account === undefined) throw new AccountNotFound({ id: accountId })
    if (account.kind === 'service') throw new ServiceAccountRefused({ id: accountId })
    if (account.disabledAt !== null) throw new AccountDisabled({ id: accountId })
    const now = clock()
    const isInvited = !(await store.hasPassword(accountId))
    const link = await insertLink(tx, accountId, now, isInvited ? INVITATION : FORGOTTEN)
    await record(tx, now, { name: 'account.password_link_created', by, accountId })
    await announce(
      tx,
      isInvited
        ? { about: 'invitation', to: account, by: await findPerson(tx, by), ...link }
        : { about: 'password_link', to: account, ...link },
    )
    return link
  })
}

/** The account that acts, as its mails name it; `undefined` for an operator. */
async function findPerson(tx: Executor, { kind, id }: Actor): Promise<Account | undefined> {
  return kind === 'account' && id !== undefined ? await accountStore(tx).find(id) : undefined
}

async function insertLink(tx: Executor, accountId: string, now: Date, life: number): Promise<PasswordLink> {
  const link = { secret: randomSecret(), expiresAt: addMilliseconds(now, life) }
  await accountStore(tx).replacePasswordLinks(accountId, link.secret, now, link.expiresAt)
  return link
}
