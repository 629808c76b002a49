import type { Executor } from '../database/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import { mintStore } from './mint-store.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

/** An account that tokens are minted for: locked, so that it stays as it is. */
export type MintingAccount = TokenAccount & {
  readonly organizationIds: readonly string[]
  readonly unended: number
}

/** All that new tokens depend on, at one moment. */
export type MintCircumstances = {
  readonly now: Date
  readonly isMintingOn: boolean
  /** What tokens are minted by. */
  readonly book: PolicyBook
  /** What tokens that exist are held to. */
  readonly bookInForce: PolicyBook
  readonly modules: readonly Pick<Module, 'name' | 'actions'>[]
  readonly accounts: ReadonlyMap<string, MintingAccount>
  /** How many of them were decided on for an account, and are to be written. */
  readonly unwritten: Map<string, number>
}

/** Locks first, then looks, so that what is seen is what everybody who held a lock has left. */
export async function lookAround(
  { clock, policies }: Pick<TokenDeps, 'clock' | 'policies'>,
  tx: Executor,
  accountIds: readonly string[],
): Promise<MintCircumstances> {
  const accounts = await tokenStore(tx).lockAccounts([...new Set(accountIds)])
  const now = clock()
  const look = await mintStore(tx).look(
    accounts.map(({ id }) => id),
    now,
  )
  const more = new Map(look.accounts?.map((account) => [account.id, account]))
  const both = accounts.map((account): [string, MintingAccount] => {
    const { organizationIds = [], unended = 0 } = more.get(account.id) ?? {}
    return [account.id, { ...account, organizationIds, unended }]
  })
  return {
    now,
    isMintingOn: look.isMintingOn,
    book: policies.bookOf(look.newest ?? []),
    bookInForce: policies.bookOf(look.inForce ?? []),
    modules: look.modules ?? [],
    accounts: new Map(both),
    unwritten: new Map(),
  }
}
