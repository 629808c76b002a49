import { type Actor, nameActor, record } from '../audit/index.ts'
import { afterCommit, type Executor } from '../database/index.ts'
import { addMilliseconds, DAY, HOUR } from '../lib/index.ts'
import type { Scope } from '../scopes/index.ts'
import { getPermitted } from './authority.ts'
import { ceilingOf, keepUnder } from './ceiling.ts'
import { checkRoom } from './count-active.ts'
import type { TokenDeps } from './deps.ts'
import {
  BindingWidened,
  InvalidRetirement,
  NetworksAboveToken,
  ScopeNotAllowed,
  TokenAlreadyRotated,
  TokenGenerationOff,
  TokenNotActive,
} from './errors.ts'
import { renewExpiry } from './expiry.ts'
import { hintOf } from './format.ts'
import { type Issued, issueToken, reissueForForm, type Written } from './issue.ts'
import { ceilingOfIssuer, formKeyOf, lockMintingAccount, placeOf, policyFor } from './minting-account.ts'
import { factsOf, publishToken } from './publish-token.ts'
import { readBack } from './read-back.ts'
import { limitThrough, type Through } from './through.ts'
import { findTokenEnd, type Token } from './token.ts'
import type { TokenRow } from './token-entity.ts'
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

type Rotation = {
  /** Who rotates. */
  readonly accountId: string
  readonly tokenId: string
  readonly when: RetireWhen
  readonly formKey?: string
  /** Another token that it is rotated with, where it is. */
  readonly through?: Through
}

/**
 * Replaces a token by one with a new secret, the same name and scopes, and as long a life, counted from now. Two
 * rotations at once have one successor. Scopes that the account may no longer grant are left behind. Who rotates a token of
 * a workspace or an organization answers for the new one.
 * @throws {TokenNotFound | TokenNotActive | TokenAlreadyRotated | TokenGenerationOff | ScopeNotAllowed | AlreadyMinted}
 * @throws {TooManyTokens} where the old secret is to go on, and the account is above its limit already
 * @throws {ScopeAboveToken | NetworksAboveToken | BindingWidened}
 */
export async function rotateToken(deps: TokenDeps, by: Actor, given: Rotation): Promise<Issued> {
  if (!(await deps.clients.isMintingOn())) throw new TokenGenerationOff()
  const modules = await deps.catalogue.listModules()
  const written = await deps.database.transaction(async (tx) => {
    const { id, accountId, kind } = await getPermitted(deps, tx, 'token.rotate', given)
    // The account before its token, as everybody locks them. Two that rotate at once take turns: the second finds a successor.
    const account = await lockMintingAccount(tx, kind === 'personal' ? accountId : given.accountId)
    await tokenStore(tx).lock(id)
    const formKey = formKeyOf(by, given.accountId, given.formKey)
    const again = await reissueForForm(tx, deps.format, formKey)
    if (again !== undefined) return again
    const old = await getRotatable(deps, tx, given)
    const book = await deps.policies.newest(tx)
    const policy = await policyFor(tx, book, account, placeOf(old))
    const ceiling = [...ceilingOf(account.role, policy), ...(await ceilingOfIssuer(tx, book, by, account))]
    const scopes = keepUnder(ceiling, old.scopes, modules)
    if (scopes.length === 0) throw new ScopeNotAllowed(old.scopes.join(' '))
    checkThrough(given.through, old, scopes)
    const now = deps.clock()
    // While both secrets are good there is one token more. One above the limit passes, so that the last one can be rotated
    // too; more would let rotations make as many as anybody likes.
    if (given.when !== 'now') await checkRoom(deps, tx, account.id, policy, { beyond: 1 })
    const successor = { ...successorOf(old, scopes, by), expiresAt: renewExpiry(policy, old, now), formKey }
    const issued = await issueToken(tx, deps.format, { ...successor, accountId: account.id, createdAt: now })
    await tokenStore(tx).retire(old.id, retirement(given.when, now))
    await recordRotation(deps, tx, now, by, {
      old,
      issued,
      when: given.when,
      successor,
      accountId: account.id,
    })
    afterCommit(tx, () => deps.metrics.countRotated(kind))
    return issued
  })
  return await readBack(deps, written)
}

/** Whoever rotates a token gets its successor's secret: it must be no more than what they come with. */
function checkThrough(through: Through | undefined, old: Token, scopes: readonly Scope[]): void {
  const resourceServers = old.resourceServers?.map(({ clientId }) => clientId) ?? null
  const limited = limitThrough(through, { scopes, networks: old.networks, resourceServers })
  if (limited.networks.length !== old.networks.length) throw new NetworksAboveToken('anywhere')
  if (resourceServers === null && limited.resourceServers !== null) throw new BindingWidened()
}

const successorOf = (old: Token, scopes: string[], by: Actor) => ({
  ...placeOf(old),
  name: old.name,
  description: old.description,
  madeBy: nameActor(by),
  scopes,
  networks: old.networks,
  resourceServers: old.resourceServers?.map(({ clientId }) => clientId) ?? null,
  rateLimit: old.rateLimit,
  rotatedFrom: old.id,
})

async function getRotatable(deps: TokenDeps, tx: Executor, given: Rotation): Promise<Token> {
  const token = await getPermitted(deps, tx, 'token.rotate', given)
  if (token.rotatedTo !== null) throw new TokenAlreadyRotated(token.rotatedTo)
  if (findTokenEnd(token, deps.clock()) !== undefined) throw new TokenNotActive({ tokenId: token.id })
  return token
}

type Rotated = {
  readonly old: Token
  readonly issued: Written
  readonly when: RetireWhen
  readonly successor: ReturnType<typeof successorOf> & { expiresAt: Date | null }
  readonly accountId: string
}

async function recordRotation(
  { publish }: Pick<TokenDeps, 'publish'>,
  tx: Executor,
  now: Date,
  by: Actor,
  { old, issued, when, successor, accountId }: Rotated,
): Promise<void> {
  const { name, kind, scopes, networks, resourceServers, expiresAt, organizationId } = successor
  const where = organizationId === null ? {} : { organizationId }
  const data = { when, successor: issued.id }
  await record(tx, now, { name: 'token.rotated', by, accountId, tokenId: old.id, ...where, data })
  await record(tx, now, {
    name: 'token.minted',
    by,
    accountId,
    tokenId: issued.id,
    ...where,
    data: { name, kind, scopes, expiresAt, networks, resourceServers, rotatedFrom: old.id },
  })
  const { retiresAt } = retirement(when, now)
  const rotated = { when, retiresAt, successorId: issued.id }
  const facts = factsOf(old)
  await publishToken(publish, tx, { type: 'token.rotated', at: now, by, token: facts, more: rotated })
  const { id, secret } = issued
  const token = { ...facts, id, accountId, scopes, expiresAt, hint: hintOf(secret) }
  await publishToken(publish, tx, { type: 'token.minted', at: now, by, token, more: { rotatedFrom: old.id } })
}

function retirement(
  when: RetireWhen,
  now: Date,
): Pick<TokenRow, 'retiresAt' | 'retiresOnFirstUse' | 'retired'> {
  const after = { now: 0, hour: HOUR, day: DAY }
  if (when === 'first_use') return { retiresAt: null, retiresOnFirstUse: true, retired: false }
  return { retiresAt: addMilliseconds(now, after[when]), retiresOnFirstUse: false, retired: when === 'now' }
}
