import { parseNetwork } from '../../../lib/index.ts'
import { ADMIN_SCOPE, expandScopes, type Module, type Scope } from '../../../scopes/index.ts'
import type { Token } from '../../../tokens/index.ts'
import type { FormFields } from '../../body.ts'
import { textOf } from '../form.ts'
import { readResourceServers, readScopes, splitNetworks } from './generate-form.ts'

/** What the form holds, as it was typed. */
export type EditForm = {
  readonly name: string
  readonly description: string
  readonly scopes: readonly Scope[]
  /** One a line. */
  readonly networks: string
  /** Client ids; none where the token is good at all. */
  readonly resourceServers: readonly string[]
}

export const editFormOf = (token: Token): EditForm => ({
  name: token.name,
  description: token.description,
  scopes: token.scopes,
  networks: token.networks.join('\n'),
  resourceServers: (token.resourceServers ?? []).map(({ clientId }) => clientId),
})

/** Named fields only: whatever else is posted has no effect (U11). */
export const readEditForm = (fields: FormFields): EditForm => ({
  name: textOf(fields, 'name'),
  description: textOf(fields, 'description'),
  scopes: readScopes(fields),
  networks: textOf(fields, 'networks'),
  resourceServers: readResourceServers(fields),
})

/** What `edit` is given: what was left as it is stays out, so that it holds whatever the account may grant today. */
export const toChanges = (token: Token, form: EditForm) => ({
  name: form.name,
  description: form.description,
  networks: splitNetworks(form.networks),
  ...(isSame(form.scopes, token.scopes) ? {} : { scopes: form.scopes }),
  ...(isSame(form.resourceServers, editFormOf(token).resourceServers)
    ? {}
    : { resourceServers: form.resourceServers }),
})

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part) => b.includes(part))

/** Everything that the token has: only these may be chosen, so that an edit never widens it. */
export function heldScopes({ scopes }: Token, modules: readonly Module[]): ReadonlySet<Scope> {
  const isAdmin = scopes.includes(ADMIN_SCOPE)
  return new Set([...expandScopes(scopes, modules), ...(isAdmin ? [ADMIN_SCOPE] : [])])
}

/** Whether the token would work from where it does not now: then the password is asked for. */
export function loosensNetworks(token: Token, { networks }: EditForm): boolean {
  if (token.networks.length === 0) return false
  const wanted = splitNetworks(networks)
  return (
    wanted.length === 0 || wanted.some((network) => !token.networks.includes(parseNetwork(network) ?? ''))
  )
}
