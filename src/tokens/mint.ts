import { type Actor, nameActor, record } from '../audit/index.ts'
import { afterCommit, type Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import type { EffectivePolicy, PolicyBook, TokenKind } from '../policy/index.ts'
import { type Ceiling, checkScopesExist, parseScopes } from '../scopes/index.ts'
import { announceIssued } from './announce-issued.ts'
import { checkMayMint, type PlaceOf } from './authority.ts'
import { ceilingOf, checkUnder } from './ceiling.ts'
import { checkRoom } from './count-active.ts'
import type { TokenDeps } from './deps.ts'
import { AccountMayNotMint, KindNotAllowed, NetworksRequired, TokenGenerationOff } from './errors.ts'
import { decideExpiry, type Expiry } from './expiry.ts'
import { hintOf } from './format.ts'
import { type FormKey, type Issued, issueToken, reissueForForm, type Written } from './issue.ts'
import { findPlace, parseDescription, parseName, parseNetworks, parseResourceServers } from './new-token.ts'
import { publishToken } from './publish-token.ts'
import { findToken } from './read-tokens.ts'
import { limitThrough, type Through } from './through.ts'
import type { Token } from './token.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

export type NewToken = {
  /** Whom it acts for; for a workspace's or an organization's, the administrator who answers for it. */
  readonly accountId: string
  /** Personal, where nothing is said. */
  readonly kind?: TokenKind
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly name: string
  readonly description?: string
  readonly scopes: string | readonly string[]
  readonly expiry?: Expiry
  /** CIDR; none: from anywhere. */
  readonly networks?: readonly string[]
  /** Client ids of the only resource servers that it is good at. */
  readonly resourceServers?: readonly string[]
  /** The one-time key of the form that asks: the same form twice mints one token. */
  readonly formKey?: string
  /** The token that it is made with, where it is. */
  readonly through?: Through
}

/**
 * Mints a personal access token. Row and audit event are written together. The secret is returned this once.
 * @throws {InvalidTokenName | InvalidTokenDescription | InvalidScope | InvalidExpiry | LifetimeTooLong | InvalidNetworks |
 *   NetworksRequired | UnknownResourceServer | InvalidKind | UnknownPlace} naming the field
 * @throws {ScopeAboveToken | NetworksAboveToken | BindingWidened | ScopeNotAllowed | KindNotAllowed | NotPermitted | AccountMayNotMint | TargetIsAdministrator |
 *   TokenGenerationOff | TooManyTokens | AlreadyMinted}
 */
export async function mintToken(deps: TokenDeps, by: Actor, given: NewToken): Promise<Issued> {
  if (!(await deps.clients.isMintingOn())) throw new TokenGenerationOff()
  const wanted = limitThrough(given.through, await parseNewToken(deps, given))
  const book = await deps.policies.newest()
  const written = await deps.database.transaction(async (tx) => {
    const account = await lockMintingAccount(tx, given.accountId)
    await checkMayMint(deps, tx, by, account, wanted.place)
    const policy = await policyFor(tx, book, account, wanted.place)
    const issuers = await ceilingOfIssuer(tx, book, by, account)
    checkUnder([...ceilingOf(account.role, policy), ...issuers], wanted.scopes)
    const formKey = formKeyOf(by, account.id, given.formKey)
    const again = await reissueForForm(tx, deps.format, formKey)
    if (again !== undefined) return again
    return await writeToken(deps, tx, by, { account, policy, wanted, formKey })
  })
  return await readBack(deps, written)
}

export async function readBack(
  { database, policies }: Pick<TokenDeps, 'database' | 'policies'>,
  { id, secret }: Written,
): Promise<Issued> {
  const token = await findToken(database.manager, await policies.inForce(), id)
  if (token === undefined) throw new Error('a token that was just written is not there')
  return { token, secret }
}

type Wanted = Awaited<ReturnType<typeof parseNewToken>>

/** All that can be said without the account. */
async function parseNewToken(deps: TokenDeps, given: NewToken) {
  const name = parseName(given.name)
  const description = parseDescription(given.description ?? '')
  const scopes = parseScopes(given.scopes)
  checkScopesExist(scopes, await deps.catalogue.listModules())
  return {
    name,
    description,
    scopes,
    expiry: given.expiry,
    networks: parseNetworks(given.networks ?? []),
    resourceServers: await parseResourceServers(deps, given.resourceServers ?? null),
    place: await findPlace(deps, given),
  }
}

type Write = {
  readonly account: TokenAccount
  readonly policy: EffectivePolicy
  readonly wanted: Wanted
  readonly formKey: FormKey | undefined
}

async function writeToken(
  deps: TokenDeps,
  tx: Executor,
  by: Actor,
  { account, policy, wanted, formKey }: Write,
): Promise<Written> {
  const { clock, format, announce, publish } = deps
  const now = clock()
  const { place, expiry, ...fields } = wanted
  checkPolicy(policy, place.kind, fields.networks)
  const expiresAt = decideExpiry(policy, now, expiry)
  await checkRoom(deps, tx, account.id, policy)
  const written = await issueToken(tx, format, {
    ...fields,
    ...place,
    accountId: account.id,
    madeBy: nameActor(by),
    createdAt: now,
    expiresAt,
    formKey,
    rateLimit: null,
    rotatedFrom: null,
  })
  const { name, scopes, networks, resourceServers } = fields
  await record(tx, now, {
    name: 'token.minted',
    by,
    accountId: account.id,
    tokenId: written.id,
    ...(place.organizationId === null ? {} : { organizationId: place.organizationId }),
    data: { name, kind: place.kind, scopes, expiresAt, networks, resourceServers },
  })
  await publishToken(publish, tx, {
    type: 'token.minted',
    at: now,
    by,
    token: {
      ...place,
      id: written.id,
      hint: hintOf(written.secret),
      accountId: account.id,
      organizationId: place.organizationId ?? account.organizationId,
      name,
      scopes,
      expiresAt,
    },
    more: { rotatedFrom: null },
  })
  await announceIssued(announce, tx, by, account, { id: written.id, name, scopes, expiresAt, createdAt: now })
  afterCommit(tx, () => deps.metrics.countCreated(place.kind))
  return written
}

function checkPolicy(policy: EffectivePolicy, kind: TokenKind, networks: readonly string[]): void {
  if (!policy.kinds.includes(kind)) throw new KindNotAllowed(kind)
  if (policy.requireNetworks && networks.length === 0) throw new NetworksRequired()
}

/** Nothing is minted for an account that is disabled, not even by an operator. @throws {AccountMayNotMint} */
export async function lockMintingAccount(tx: Executor, accountId: string): Promise<TokenAccount> {
  const account = isId(accountId) ? await tokenStore(tx).lockAccount(accountId) : undefined
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
  const own = place.organizationId ?? account.organizationId
  return book.for(own === null ? await tokenStore(tx).listOrganizationIds(account.id) : [own])
}

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
