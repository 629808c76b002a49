import { isIP } from 'node:net'
import { ADMIN_SCOPE, type Module, type Scope, scopesOf } from '../scopes/index.ts'
import { isUsableFrom, type Live } from './resolution.ts'

/** A resource server, as much of it as decides what it is told. */
type Asker = { readonly clientId: string; readonly ownScopes: ReadonlySet<Scope> }

/** What a resource server may hear of a token that works; or why nothing, in one word for the charts. */
export type Disclosure =
  | { readonly scopes: Scope[]; readonly refusal?: undefined }
  | { readonly refusal: 'audience' | 'address' }

/**
 * A resource server learns of tokens that are meant for it, and only of its own scopes (RFC 7662 §4). `address` is where it
 * says that the token came from.
 */
export function disclose({ token, scopes }: Live, to: Asker, address: string | undefined): Disclosure {
  const { resourceServers } = token
  if (resourceServers !== null && !resourceServers.includes(to.clientId)) return { refusal: 'audience' }
  const own = scopes.filter((scope) => to.ownScopes.has(scope))
  if (own.length === 0) return { refusal: 'audience' }
  return isUsableFrom(token, address) ? { scopes: own } : { refusal: 'address' }
}

/** What a resource server of these modules may hear of: theirs, and `admin`. */
export const ownScopesOf = (modules: readonly Pick<Module, 'name' | 'actions'>[]): ReadonlySet<Scope> =>
  new Set([...modules.flatMap(scopesOf), ADMIN_SCOPE])

/** A resource server says who presented the token to it (RFC 7662 §2.1 allows further parameters), or nothing that is an address. */
export const readPresenter = (given: unknown): string | undefined =>
  typeof given === 'string' && isIP(given) !== 0 ? given : undefined

/** What introspection says of a token beside what RFC 7662 names. */
export const claimsOf = ({ token, account }: Live) => ({
  username: account.email,
  token_id: token.id,
  token_name: token.name,
  token_kind: token.kind,
  ...(token.organization === null
    ? {}
    : { organization: { id: token.organization.id, slug: token.organization.slug } }),
  ...(token.workspace === null ? {} : { workspace: { id: token.workspace.id, slug: token.workspace.slug } }),
})

/** NumericDate (RFC 7519 §2), cut to whole seconds: what is said of an end is never later than the end. */
export const toSeconds = (date: Date): number => Math.floor(date.getTime() / 1_000)
