import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { isId, readName, readNote } from '../lib/index.ts'
import { checkScopesExist, parseScopes } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import {
  AccountMayNotMint,
  InvalidTokenDescription,
  InvalidTokenName,
  TokenGenerationOff,
  TooManyTokens,
} from './errors.ts'
import { type Issued, issueToken, reissueForForm } from './issue.ts'
import { checkMayGrant, decideExpiry, type Expiry } from './policy.ts'
import { tokenStore } from './token-store.ts'

export type NewToken = {
  readonly accountId: string
  readonly name: string
  readonly description?: string
  readonly scopes: string | readonly string[]
  readonly expiry?: Expiry
  /** The one-time key of the form that asks: the same form twice mints one token. */
  readonly formKey?: string
}

export const LONGEST_NAME = 100
export const LONGEST_DESCRIPTION = 500

/**
 * Mints a personal access token. Row and audit event are written together. The secret is returned this once.
 * @throws {InvalidTokenName | InvalidTokenDescription | InvalidScope | InvalidExpiry | LifetimeTooLong} naming the field
 * @throws {ScopeNotAllowed | AccountMayNotMint | TokenGenerationOff | TooManyTokens | AlreadyMinted}
 */
export async function mintToken(deps: TokenDeps, by: Actor, given: NewToken): Promise<Issued> {
  if (!(await deps.clients.isMintingOn())) throw new TokenGenerationOff()
  const now = deps.clock()
  const name = parseName(given.name)
  const description = parseDescription(given.description ?? '')
  const expiresAt = decideExpiry(deps.policy, now, given.expiry)
  const scopes = parseScopes(given.scopes)
  checkScopesExist(scopes, await deps.catalogue.listModules())
  return await deps.database.transaction(async (tx) => {
    const account = await lockMintingAccount(tx, given.accountId)
    checkMayGrant(account, scopes)
    const again = await reissueForForm(tx, deps.format, account.id, given.formKey)
    if (again !== undefined) return again
    const count = await tokenStore(tx).countActive(account.id, now)
    if (count >= deps.policy.tokensPerAccount) throw new TooManyTokens(deps.policy.tokensPerAccount)
    const fields = { accountId: account.id, name, description, scopes, createdAt: now, expiresAt }
    const issued = await issueToken(tx, deps.format, { ...fields, formKey: given.formKey, rotatedFrom: null })
    const data = { name, scopes, expiresAt }
    await record(tx, now, { name: 'token.minted', by, accountId: account.id, tokenId: issued.token.id, data })
    return issued
  })
}

/** Nothing is minted for an account that is disabled, not even by an operator. @throws {AccountMayNotMint} */
export async function lockMintingAccount(tx: Executor, accountId: string) {
  const account = isId(accountId) ? await tokenStore(tx).lockAccount(accountId) : undefined
  if (account === undefined || account.disabledAt !== null) throw new AccountMayNotMint({ accountId })
  return account
}

function parseName(given: string): string {
  const name = readName(given, LONGEST_NAME)
  if (name === undefined) throw new InvalidTokenName(LONGEST_NAME)
  return name
}

function parseDescription(given: string): string {
  const description = readNote(given, LONGEST_DESCRIPTION)
  if (description === undefined) throw new InvalidTokenDescription(LONGEST_DESCRIPTION)
  return description
}
