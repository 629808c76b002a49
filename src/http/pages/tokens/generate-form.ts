import type { Expiry } from '../../../tokens/index.ts'
import type { FormFields } from '../../body.ts'
import { listOf, textOf } from '../form.ts'
import type { OfferedPlace } from './generate-places.ts'

/** What the form holds, as it was typed. */
export type TokenForm = {
  readonly name: string
  readonly description: string
  /** A number of days, `custom` or `never`. */
  readonly expiresIn: string
  /** `2026-12-31`; counts where `expiresIn` is `custom`. */
  readonly expiresOn: string
  /** The value of an offered place: `personal`, `organization:acme`, `workspace:acme/build`. */
  readonly kind: string
  readonly scopes: readonly string[]
  /** One network a line. */
  readonly networks: string
  /** Client ids; none: any. */
  readonly resourceServers: readonly string[]
}

/** Named fields only: whatever else is posted has no effect (U11). */
export const readTokenForm = (fields: FormFields): TokenForm => ({
  name: textOf(fields, 'name'),
  description: textOf(fields, 'description'),
  expiresIn: textOf(fields, 'expires_in'),
  expiresOn: textOf(fields, 'expires_on'),
  kind: textOf(fields, 'kind') || 'personal',
  scopes: readScopes(fields),
  networks: textOf(fields, 'networks'),
  resourceServers: readResourceServers(fields),
})

/** A level for each module, and single scopes beside them. */
export function readScopes(fields: FormFields): string[] {
  const access = Object.keys(fields).filter((name) => name.startsWith('access.'))
  return [...access, 'scope'].flatMap((name) => listOf(fields, name)).filter((scope) => scope !== '')
}

export const readResourceServers = (fields: FormFields): string[] =>
  listOf(fields, 'resource_server').filter((clientId) => clientId !== '')

/** A line, a comma or a space apart. What is none is refused by whoever takes them. */
export const splitNetworks = (typed: string): string[] =>
  typed.split(/[\s,]+/).filter((network) => network !== '')

/** For `mint`, which checks it. A number of days that is none becomes NaN there and is refused. */
function toExpiry({ expiresIn, expiresOn }: TokenForm): Expiry {
  if (expiresIn === 'never') return 'never'
  if (expiresIn === 'custom') return { on: expiresOn }
  return { inDays: /^\d{1,6}$/.test(expiresIn) ? Number(expiresIn) : Number.NaN }
}

/** The form's share of what `mint` is given. */
export const toWanted = (form: TokenForm, place: OfferedPlace) => ({
  name: form.name,
  description: form.description,
  scopes: form.scopes,
  expiry: toExpiry(form),
  networks: splitNetworks(form.networks),
  ...(form.resourceServers.length === 0 ? {} : { resourceServers: form.resourceServers }),
  kind: place.kind,
  ...(place.organizationId === undefined ? {} : { organizationId: place.organizationId }),
  ...(place.workspaceId === undefined ? {} : { workspaceId: place.workspaceId }),
})
