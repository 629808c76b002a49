import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { addMilliseconds, DAY, HOUR, isId } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import {
  InvalidRetirement,
  ScopeNotAllowed,
  TokenAlreadyRotated,
  TokenGenerationOff,
  TokenNotActive,
  TokenNotFound,
} from './errors.ts'
import { type Issued, issueToken, reissueForForm } from './issue.ts'
import { lockMintingAccount } from './mint.ts'
import { mayGrant, type TokenPolicy } from './policy.ts'
import { findTokenEnd, type Token } from './token.ts'
import { tokenStore } from './token-store.ts'

/** When the old secret stops working. */
export type RetireWhen = 'now' | 'hour' | 'day' | 'first_use'

export const RETIRE_WHEN: readonly RetireWhen[] = ['now', 'hour', 'day', 'first_use']

/** Never guessed: who means "now" must not get a day. @throws {InvalidRetirement} */
export function parseRetireWhen(given: string): RetireWhen {
  const when = RETIRE_WHEN.find((choice) => choice === given)
  if (when === undefined) throw new InvalidRetirement()
  return when
}

/**
 * Replaces a token by one with a new secret, the same name and scopes, and as long a life, counted from now. Two
 * rotations at once have one successor. Scopes that the account may no longer grant are left behind.
 * @throws {TokenNotFound | TokenNotActive | TokenAlreadyRotated | TokenGenerationOff | AlreadyMinted}
 */
export async function rotateToken(
  deps: TokenDeps,
  by: Actor,
  given: { accountId: string; tokenId: string; when: RetireWhen; formKey?: string },
): Promise<Issued> {
  if (!(await deps.clients.isMintingOn())) throw new TokenGenerationOff()
  return await deps.database.transaction(async (tx) => {
    const account = await lockMintingAccount(tx, given.accountId)
    const again = await reissueForForm(tx, deps.format, account.id, given.formKey)
    if (again !== undefined) return again
    const now = deps.clock()
    const old = await getRotatable(tx, account.id, given.tokenId, now)
    const scopes = old.scopes.filter((scope) => mayGrant(account, scope))
    if (scopes.length === 0) throw new ScopeNotAllowed(old.scopes.join(' '))
    const issued = await issueToken(tx, deps.format, {
      accountId: account.id,
      name: old.name,
      description: old.description,
      scopes,
      createdAt: now,
      expiresAt: renewExpiry(deps.policy, old, now),
      formKey: given.formKey,
      rotatedFrom: old.id,
    })
    await tokenStore(tx).retire(old.id, retirement(given.when, now))
    const data = { when: given.when, successor: issued.token.id }
    await record(tx, now, { name: 'token.rotated', by, accountId: account.id, tokenId: old.id, data })
    const origin = { name: old.name, scopes, expiresAt: issued.token.expiresAt, rotatedFrom: old.id }
    await record(tx, now, {
      name: 'token.minted',
      by,
      accountId: account.id,
      tokenId: issued.token.id,
      data: origin,
    })
    return issued
  })
}

/** The account is locked, so nothing can rotate the token between this look and the write. */
async function getRotatable(tx: Executor, accountId: string, tokenId: string, now: Date): Promise<Token> {
  const token = isId(tokenId) ? await tokenStore(tx).find(tokenId) : undefined
  if (token === undefined || token.accountId !== accountId) throw new TokenNotFound({ tokenId, accountId })
  if (token.rotatedTo !== null) throw new TokenAlreadyRotated(token.rotatedTo)
  if (findTokenEnd(token, now) !== undefined) throw new TokenNotActive({ tokenId })
  return token
}

/** When a token that is rotated at `now` ends: as long a life as its predecessor's, within today's policy. */
export function renewExpiry(
  policy: TokenPolicy,
  old: Pick<Token, 'createdAt' | 'expiresAt'>,
  now: Date,
): Date | null {
  if (old.expiresAt === null) return policy.allowNever ? null : addMilliseconds(now, policy.defaultDays * DAY)
  const life = old.expiresAt.getTime() - old.createdAt.getTime()
  return addMilliseconds(now, Math.min(life, policy.maxDays * DAY))
}

function retirement(when: RetireWhen, now: Date): { retiresAt: Date | null; retiresOnFirstUse: boolean } {
  const after = { now: 0, hour: HOUR, day: DAY }
  if (when === 'first_use') return { retiresAt: null, retiresOnFirstUse: true }
  return { retiresAt: addMilliseconds(now, after[when]), retiresOnFirstUse: false }
}
