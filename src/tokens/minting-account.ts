import { type Actor, nameActor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import type { EffectivePolicy, PolicyBook } from '../policy/index.ts'
import type { Ceiling } from '../scopes/index.ts'
import type { PlaceOf } from './authority.ts'
import { ceilingOf } from './ceiling.ts'
import { AccountMayNotMint } from './errors.ts'
import type { FormKey } from './issue.ts'
import type { Token } from './token.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

/** Nothing is minted for an account that is disabled, not even by an operator. @throws {AccountMayNotMint} */
export async function lockMintingAccount(tx: Executor, accountId: string): Promise<TokenAccount> {
  return mayMint(accountId, (await tokenStore(tx).lockAccounts([accountId]))[0])
}

/** @throws {AccountMayNotMint} where there is no such account, or a disabled one */
export function mayMint<Account extends TokenAccount>(
  accountId: string,
  account: Account | undefined,
): Account {
  if (account === undefined || account.disabledAt !== null) throw new AccountMayNotMint({ accountId })
  return account
}

/** The policies that hold for a token: its place's, or for a personal one those of every organization its account is in. */
export async function policyFor(
  tx: Executor,
  book: PolicyBook,
  account: Pick<TokenAccount, 'id' | 'organizationId'>,
  place: Pick<PlaceOf, 'organizationId'>,
): Promise<EffectivePolicy> {
  const isPersonal = (place.organizationId ?? account.organizationId) === null
  const organizationIds = isPersonal ? await tokenStore(tx).listOrganizationIds(account.id) : []
  return policyUnder(book, { ...account, organizationIds }, place)
}

/** The same, where the organizations that the account is in are known. */
export function policyUnder(
  book: PolicyBook,
  { organizationId, organizationIds }: Pick<TokenAccount, 'organizationId'> & InOrganizations,
  place: Pick<PlaceOf, 'organizationId'>,
): EffectivePolicy {
  const own = place.organizationId ?? organizationId
  return book.for(own === null ? organizationIds : [own])
}

type InOrganizations = { readonly organizationIds: readonly string[] }

/** U12: who mints, edits or rotates for somebody else gives away, and gets, nothing that they may not grant themselves. */
export async function ceilingOfIssuer(
  tx: Executor,
  book: PolicyBook,
  by: Actor,
  account: TokenAccount,
): Promise<Ceiling> {
  if (by.kind !== 'account' || by.id === undefined || by.id === account.id) return []
  const issuer = await tokenStore(tx).findAccount(by.id)
  if (issuer === undefined) throw new AccountMayNotMint({ issuer: by.id })
  return ceilingOf(issuer.role, await policyFor(tx, book, issuer, { organizationId: null }))
}

export const formKeyOf = (by: Actor, accountId: string, key: string | undefined): FormKey | undefined =>
  key === undefined ? undefined : { key, filledBy: `${accountId} ${nameActor(by)}` }

/** What a rotated token takes over from the one before. */
export const placeOf = (token: Token): PlaceOf => ({
  kind: token.kind,
  organizationId: token.kind === 'personal' ? null : (token.organization?.id ?? null),
  workspaceId: token.workspace?.id ?? null,
})
