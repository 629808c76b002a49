import type { Executor } from '../database/index.ts'
import type { Policies, PolicyBook } from '../policy/index.ts'
import { listScopes, type Scope } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import { createHeld } from './held.ts'
import { type AccountsRow, type MintingRow, mintStore } from './mint-store.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

/** An account that tokens are minted for: locked, so that it stays as it is. */
export type MintingAccount = TokenAccount & {
  readonly organizationIds: readonly string[]
  readonly unended: number
}

/** What is the same whoever mints. */
type Rules = {
  readonly isMintingOn: boolean
  /** What tokens are minted by. */
  readonly book: PolicyBook
  /** What tokens that exist are held to. */
  readonly bookInForce: PolicyBook
  /** All that there are. */
  readonly scopes: ReadonlySet<Scope>
}

/** All that new tokens depend on, at one moment. */
export type MintCircumstances = Rules & {
  readonly now: Date
  readonly accounts: ReadonlyMap<string, MintingAccount>
  /** How many of them were decided on for an account, and are to be written. */
  readonly unwritten: Map<string, number>
}

/**
 * Locks first, then looks, so that what is seen is what everybody who held a lock has left. What is the same for all tokens is
 * known by its revision, which is asked for each time, and read again where that is another one.
 */
export function createLookAround({ clock, policies }: Pick<TokenDeps, 'clock' | 'policies'>) {
  const held = createHeld<Rules>()
  const look = async (tx: Executor, ids: readonly string[], now: Date): Promise<[AccountsRow, Rules]> => {
    const row = await mintStore(tx).lookAtAccounts(ids, now)
    const rules = held.find(row.revision, now)
    if (rules !== undefined) return [row, rules]
    const whole = await mintStore(tx).look(ids, now)
    return [whole, held.hold(whole.revision, now, whole.until, readRules(policies, whole))]
  }
  return async (tx: Executor, accountIds: readonly string[]): Promise<MintCircumstances> => {
    const locked = await tokenStore(tx).lockAccounts([...new Set(accountIds)])
    const now = clock()
    const [{ accounts }, rules] = await look(
      tx,
      locked.map(({ id }) => id),
      now,
    )
    return { ...rules, now, accounts: join(locked, accounts ?? []), unwritten: new Map() }
  }
}

export type LookAround = ReturnType<typeof createLookAround>

const readRules = (policies: Pick<Policies, 'bookOf'>, row: MintingRow): Rules => ({
  isMintingOn: row.isMintingOn,
  book: policies.bookOf(row.newest ?? []),
  bookInForce: policies.bookOf(row.inForce ?? []),
  scopes: listScopes(row.modules ?? []),
})

function join(
  locked: readonly TokenAccount[],
  looked: NonNullable<AccountsRow['accounts']>,
): ReadonlyMap<string, MintingAccount> {
  const more = new Map(looked.map((account) => [account.id, account]))
  const both = locked.map((account): [string, MintingAccount] => {
    const { organizationIds = [], unended = 0 } = more.get(account.id) ?? {}
    return [account.id, { ...account, organizationIds, unended }]
  })
  return new Map(both)
}
