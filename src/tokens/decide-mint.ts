import { type Actor, nameActor } from '../audit/index.ts'
import { type Executor, type Outcome, unwrap } from '../database/index.ts'
import type { EffectivePolicy, TokenKind } from '../policy/index.ts'
import { checkScopesExist, parseScopes } from '../scopes/index.ts'
import { checkMayMint, type PlaceOf } from './authority.ts'
import { ceilingOf, checkUnder } from './ceiling.ts'
import { checkRoom } from './count-active.ts'
import type { TokenDeps } from './deps.ts'
import { KindNotAllowed, NetworksRequired, TokenGenerationOff } from './errors.ts'
import { decideExpiry } from './expiry.ts'
import { draftToken, type FormKey, reissueForForm, type Written } from './issue.ts'
import type { MintCircumstances, MintingAccount } from './mint-circumstances.ts'
import { ceilingOfIssuer, formKeyOf, mayMint, policyUnder } from './minting-account.ts'
import { type NewToken, parseDescription, parseName, parseNetworks } from './new-token.ts'
import { limitThrough } from './through.ts'
import type { TokenRow } from './token-entity.ts'

/** A token that somebody wants. What had to be looked up for it alone was, and may be its refusal. */
export type Wish = {
  readonly by: Actor
  readonly given: NewToken
  readonly place: Outcome<PlaceOf>
  readonly resourceServers: Outcome<string[] | null>
}

/** A token that is to be written; or one that was, whose form was sent again. */
export type Decided =
  | { readonly by: Actor; readonly account: MintingAccount; readonly row: TokenRow; readonly secret: string }
  | { readonly again: Written }

/** May this token be, and what is it then? @throws as `mint` says, whatever is asked first comes first */
export async function decideMint(
  deps: TokenDeps,
  tx: Executor,
  circumstances: MintCircumstances,
  wish: Wish,
): Promise<Decided> {
  const { isMintingOn, accounts, book } = circumstances
  const { by, given } = wish
  if (!isMintingOn) throw new TokenGenerationOff()
  const wanted = limitThrough(given.through, parseWish(circumstances, wish))
  const account = mayMint(given.accountId, accounts.get(given.accountId))
  await checkMayMint(deps, tx, by, account, wanted.place)
  const policy = policyUnder(book, account, wanted.place)
  const issuers = await ceilingOfIssuer(tx, book, by, account)
  checkUnder([...ceilingOf(account.role, policy), ...issuers], wanted.scopes)
  const formKey = formKeyOf(by, account.id, given.formKey)
  const again = await reissueForForm(tx, deps.format, formKey)
  if (again !== undefined) return { again }
  const drafted = await draft(deps, tx, circumstances, { by, account, policy, wanted, formKey })
  return { by, account, ...drafted }
}

type Wanted = ReturnType<typeof parseWish>

/** All that can be said without the account. */
function parseWish({ scopes: known }: MintCircumstances, { given, place, resourceServers }: Wish) {
  const name = parseName(given.name)
  const description = parseDescription(given.description ?? '')
  const scopes = parseScopes(given.scopes)
  checkScopesExist(scopes, known)
  return {
    name,
    description,
    scopes,
    expiry: given.expiry,
    networks: parseNetworks(given.networks ?? []),
    resourceServers: unwrap(resourceServers),
    place: unwrap(place),
  }
}

type Draft = {
  readonly by: Actor
  readonly account: MintingAccount
  readonly policy: EffectivePolicy
  readonly wanted: Wanted
  readonly formKey: FormKey | undefined
}

async function draft(
  deps: TokenDeps,
  tx: Executor,
  { now, unwritten }: MintCircumstances,
  { by, account, policy, wanted, formKey }: Draft,
) {
  const { place, expiry, ...fields } = wanted
  checkPolicy(policy, place.kind, fields.networks)
  const expiresAt = decideExpiry(policy, now, expiry)
  const before = unwritten.get(account.id) ?? 0
  await checkRoom(deps, tx, account.id, policy, { unended: account.unended, unwritten: before })
  unwritten.set(account.id, before + 1)
  return draftToken(deps.format, {
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
}

function checkPolicy(policy: EffectivePolicy, kind: TokenKind, networks: readonly string[]): void {
  if (!policy.kinds.includes(kind)) throw new KindNotAllowed(kind)
  if (policy.requireNetworks && networks.length === 0) throw new NetworksRequired()
}
