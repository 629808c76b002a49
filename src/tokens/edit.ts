import { isDeepStrictEqual } from 'node:util'
import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import {
  type Ceiling,
  checkScopesExist,
  expandScopes,
  listScopes,
  type Module,
  parseScopes,
} from '../scopes/index.ts'
import { getPermitted } from './authority.ts'
import { ceilingOf, checkUnder } from './ceiling.ts'
import type { TokenDeps } from './deps.ts'
import { BindingWidened, NetworksRequired, ScopeWidened, TokenNotActive } from './errors.ts'
import { ceilingOfIssuer, placeOf, policyFor } from './minting-account.ts'
import { parseDescription, parseName, parseNetworks, parseResourceServers } from './new-token.ts'
import { findToken } from './read-tokens.ts'
import { limitNetworks, type Through } from './through.ts'
import { findTokenEnd, type Token } from './token.ts'
import { tokenStore } from './token-store.ts'

export type TokenChanges = {
  readonly name?: string
  readonly description?: string
  /** Fewer than before, never more: who needs more generates another token. */
  readonly scopes?: readonly string[]
  readonly networks?: readonly string[]
  /** Fewer than before, never more. */
  readonly resourceServers?: readonly string[]
  /** The token that it is changed with, where it is. */
  readonly through?: Through
}

/**
 * Changes what can be changed of a token that lives. What is left out stays as it is.
 * @throws {TokenNotFound | TokenNotActive | ScopeWidened | BindingWidened | NetworksRequired}
 * @throws {ScopeNotAllowed} where what is left is above what the account, or who edits it, may grant; and as `mintToken` for each field
 */
export async function editToken(
  deps: TokenDeps,
  by: Actor,
  where: { readonly accountId: string; readonly tokenId: string },
  changes: TokenChanges,
): Promise<Token> {
  const known = await readKnown(deps, changes)
  return await deps.database.transaction(async (tx) => {
    const { id } = await getPermitted(deps, tx, 'token.edit', where)
    await tokenStore(tx).lock(id)
    const token = await getPermitted(deps, tx, 'token.edit', where)
    const now = deps.clock()
    if (findTokenEnd(token, now) !== undefined) throw new TokenNotActive({ tokenId: id })
    const to = await parseChanges(deps, tx, { by, token }, { ...changes, ...known })
    const before = pick(token, Object.keys(to))
    if (isDeepStrictEqual(before, to)) return token
    await tokenStore(tx).change(id, to)
    await record(tx, now, {
      name: 'token.edited',
      by,
      accountId: token.accountId,
      tokenId: id,
      ...(token.organization === null ? {} : { organizationId: token.organization.id }),
      data: { before, after: to },
    })
    return (await findToken(tx, await deps.policies.inForce(tx), id)) ?? token
  })
}

/** What the catalogue knows, before the transaction: within it nothing waits for a second connection. */
async function readKnown(deps: TokenDeps, { resourceServers }: TokenChanges) {
  const modules = await deps.catalogue.listModules()
  if (resourceServers === undefined) return { modules }
  return { modules, resourceServers: (await parseResourceServers(deps, resourceServers)) ?? [] }
}

type Edited = { readonly by: Actor; readonly token: Token }
type Known = TokenChanges & { readonly modules: readonly Module[] }

async function parseChanges(deps: TokenDeps, tx: Executor, { by, token }: Edited, changes: Known) {
  const { name, description, scopes, networks, resourceServers } = changes
  return {
    ...(name === undefined ? {} : { name: parseName(name) }),
    ...(description === undefined ? {} : { description: parseDescription(description) }),
    ...(scopes === undefined ? {} : { scopes: await narrowScopes(deps, tx, { by, token }, changes) }),
    ...(networks === undefined ? {} : { networks: await changeNetworks(deps, tx, token, changes) }),
    ...(resourceServers === undefined ? {} : { resourceServers: narrowBinding(token, resourceServers) }),
  }
}

/** `tracker:write` may become `tracker:read`: what counts is what the scopes amount to. */
async function narrowScopes(
  deps: TokenDeps,
  tx: Executor,
  { by, token }: Edited,
  { scopes: given = [], modules }: Known,
) {
  const scopes = parseScopes(given)
  if (isDeepStrictEqual(scopes, token.scopes)) return scopes
  checkScopesExist(scopes, listScopes(modules))
  const held = new Set(expandScopes(token.scopes, modules))
  const wider = expandScopes(scopes, modules).find((scope) => !held.has(scope))
  if (wider !== undefined) throw new ScopeWidened(wider)
  checkUnder(await findCeiling(deps, tx, { by, token }), scopes)
  return scopes
}

/** U12: nobody leaves a token more than its account may grant, nor than they may themselves. */
async function findCeiling(deps: TokenDeps, tx: Executor, { by, token }: Edited): Promise<Ceiling> {
  const account = await tokenStore(tx).findAccount(token.accountId)
  if (account === undefined) throw new Error('a token has an account')
  const book = await deps.policies.newest(tx)
  const policy = await policyFor(tx, book, account, placeOf(token))
  return [...ceilingOf(account.role, policy), ...(await ceilingOfIssuer(tx, book, by, account))]
}

async function changeNetworks(
  deps: TokenDeps,
  tx: Executor,
  token: Token,
  { networks: given = [], through }: TokenChanges,
) {
  const parsed = parseNetworks(given)
  const networks = through === undefined ? parsed : limitNetworks(through, parsed)
  const account = { id: token.accountId, organizationId: token.organization?.id ?? null }
  const policy = await policyFor(tx, await deps.policies.newest(tx), account, placeOf(token))
  if (policy.requireNetworks && networks.length === 0) throw new NetworksRequired()
  return networks
}

function narrowBinding(token: Token, servers: readonly string[]): string[] {
  const bound = token.resourceServers?.map(({ clientId }) => clientId)
  if (bound !== undefined && servers.some((clientId) => !bound.includes(clientId))) throw new BindingWidened()
  return [...servers]
}

/** The same fields as they were, as they are kept. */
function pick(token: Token, names: readonly string[]) {
  const kept = { ...token, resourceServers: token.resourceServers?.map(({ clientId }) => clientId) ?? null }
  return Object.fromEntries(Object.entries(kept).filter(([name]) => names.includes(name)))
}
