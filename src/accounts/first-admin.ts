import type { Actor } from '../audit/index.ts'
import { addMilliseconds, HOUR, randomSecret } from '../lib/index.ts'
import type { Account } from './account.ts'
import { accountStore } from './account-store.ts'
import { insertAccount, type NewAccount, prepareAccount } from './create.ts'
import type { AccountDeps } from './deps.ts'
import { SetupLinkDead } from './errors.ts'

/** The key of a new one-time set-up link, good for an hour; `undefined` once there is an administrator. */
export async function createSetupLink({ database, clock }: AccountDeps): Promise<string | undefined> {
  const store = accountStore(database.manager)
  if (await store.hasAdmin()) return undefined
  const key = randomSecret()
  await store.insertSetupLink(key, addMilliseconds(clock(), HOUR))
  return key
}

export async function isSetupKeyGood({ database, clock }: AccountDeps, key: string): Promise<boolean> {
  const store = accountStore(database.manager)
  return (await store.isSetupLinkAlive(key, clock())) && !(await store.hasAdmin())
}

/**
 * Makes the first administrator. Of two people who hold links, one succeeds, and then every link is dead.
 * @throws {SetupLinkDead} and what `createAccount` throws
 */
export async function setUpFirstAdmin(
  deps: AccountDeps,
  by: Actor,
  key: string,
  given: Omit<NewAccount, 'role'>,
): Promise<Account> {
  if (!(await isSetupKeyGood(deps, key))) throw new SetupLinkDead()
  const prepared = await prepareAccount(deps, { ...given, role: 'admin' })
  return await deps.database.transaction(async (tx) => {
    const store = accountStore(tx)
    await store.lockAdministrators()
    if (!(await store.isSetupLinkAlive(key, deps.clock())) || (await store.hasAdmin()))
      throw new SetupLinkDead()
    await store.deleteSetupLinks()
    return await insertAccount(tx, deps, by, prepared)
  })
}
