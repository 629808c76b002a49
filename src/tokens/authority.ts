import type { Actor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { isId } from '../lib/index.ts'
import {
  type Action,
  isPermitted,
  NotPermitted,
  requirePermission,
  type Standing,
} from '../permissions/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { AccountMayNotMint, TargetIsAdministrator, TokenNotFound, UnknownPlace } from './errors.ts'
import { findToken } from './read-tokens.ts'
import type { Token } from './token.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

type Deps = Pick<TokenDeps, 'organizations'>

/** Where a token is to belong; nothing for a personal one. */
export type PlaceOf = {
  readonly kind: TokenKind
  readonly organizationId: string | null
  readonly workspaceId: string | null
}

const MINT: Record<TokenKind, Action> = {
  personal: 'token.mint_personal',
  workspace: 'token.mint_workspace',
  organization: 'token.mint_organization',
}

/** Whoever has a shell on the server, and Patmint itself. */
const TRUSTED: readonly Actor['kind'][] = ['operator', 'system']

/**
 * May `by` mint this kind of token, there, for this account? A person does it for themselves. For somebody else there are
 * administrators, who issue personal tokens, and organizations' administrators for its service accounts. Whoever minted,
 * the account must hold the role that its token needs.
 * @throws {UnknownPlace} where the account may not even see the place (U13)
 * @throws {NotPermitted | TargetIsAdministrator}
 */
export async function checkMayMint(
  deps: Deps,
  tx: Executor,
  by: Actor,
  account: TokenAccount,
  place: PlaceOf,
): Promise<void> {
  const standings = await standingsIn(deps, tx, account, place)
  if (!knowsOf(account, place, standings)) throw new UnknownPlace()
  requirePermission(MINT[place.kind], standings)
  if (TRUSTED.includes(by.kind) || (by.kind === 'account' && by.id === account.id)) return
  if (by.kind !== 'account') throw new NotPermitted('token.issue')
  const issuer = await tokenStore(tx).findAccount(by.id ?? '')
  if (issuer === undefined || issuer.disabledAt !== null) throw new AccountMayNotMint({ issuer: by.id })
  const { organizationId } = account
  if (organizationId === null)
    requirePermission('token.issue', issuer.role === 'admin' ? ['admin'] : ['member'])
  else
    requirePermission(
      'token.mint_for_service_account',
      await deps.organizations.findStandings(issuer, { organizationId }, tx),
    )
  // One administrator does not act in the name of another, nor does anybody make tokens of a place in a third one's name.
  if (account.role === 'admin') throw new TargetIsAdministrator()
  requirePermission(MINT[place.kind], place.kind === 'personal' ? ['member'] : [])
}

/** A service account knows of its own organization, and is nothing in it. */
const knowsOf = ({ organizationId }: TokenAccount, place: PlaceOf, standings: readonly Standing[]): boolean =>
  place.organizationId === null ||
  place.organizationId === organizationId ||
  isPermitted('organization.see', standings)

async function standingsIn(
  { organizations }: Deps,
  tx: Executor,
  account: TokenAccount,
  { kind, organizationId, workspaceId }: PlaceOf,
): Promise<readonly Standing[]> {
  if (kind === 'personal' || organizationId === null) return ['member']
  const where = { organizationId, ...(workspaceId === null ? {} : { workspaceId }) }
  return await organizations.findStandings(account, where, tx)
}

/**
 * A token that the account may do this to: its own, or one of a place that it is an administrator of.
 * @throws {TokenNotFound} in the same words for an unknown id and for somebody else's
 */
export async function getPermitted(
  deps: Pick<TokenDeps, 'organizations' | 'policies' | 'database'>,
  tx: Executor,
  action: Action,
  { accountId, tokenId }: { readonly accountId: string; readonly tokenId: string },
): Promise<Token> {
  const token = await findToken(tx, await deps.policies.inForce(tx), tokenId)
  const standings = token === undefined ? [] : await standingsTowards(deps, tx, accountId, token)
  if (token === undefined || !isPermitted(action, standings))
    throw new TokenNotFound({ tokenId: tokenId.slice(0, 100), accountId })
  return token
}

/** Who made a place's token and left is no longer its owner: the place is. */
async function standingsTowards(
  deps: Deps,
  tx: Executor,
  accountId: string,
  token: Token,
): Promise<Standing[]> {
  if (token.kind === 'personal' && token.accountId === accountId) return ['member', 'owner']
  const account = isId(accountId) ? await tokenStore(tx).findAccount(accountId) : undefined
  if (account === undefined || token.organization === null) return ['member']
  const workspace = token.workspace === null ? {} : { workspaceId: token.workspace.id }
  const where = { organizationId: token.organization.id, ...workspace }
  return await deps.organizations.findStandings(account, where, tx)
}
