import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { isId, parseNetwork, readName, readNote } from '../lib/index.ts'
import type { TokenKind } from '../policy/index.ts'
import type { PlaceOf } from './authority.ts'
import type { TokenDeps } from './deps.ts'
import {
  InvalidKind,
  InvalidNetworks,
  InvalidTokenDescription,
  InvalidTokenName,
  UnknownPlace,
  UnknownResourceServer,
} from './errors.ts'
import type { Expiry } from './expiry.ts'
import type { Through } from './through.ts'

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

export const LONGEST_NAME = 100
export const LONGEST_DESCRIPTION = 500
const MOST_NETWORKS = 50

export function parseName(given: string): string {
  const name = readName(given, LONGEST_NAME)
  if (name === undefined) throw new InvalidTokenName(LONGEST_NAME)
  return name
}

export function parseDescription(given: string): string {
  const description = readNote(given, LONGEST_DESCRIPTION)
  if (description === undefined) throw new InvalidTokenDescription(LONGEST_DESCRIPTION)
  return description
}

/** Each in its one spelling, none twice. @throws {InvalidNetworks} naming the first that is none */
export function parseNetworks(given: readonly string[]): string[] {
  const wrong = given.find((text) => parseNetwork(text) === undefined)
  if (wrong !== undefined) throw new InvalidNetworks(wrong)
  if (given.length > MOST_NETWORKS) throw InvalidNetworks.tooMany(MOST_NETWORKS)
  return [...new Set(given.map((text) => parseNetwork(text) ?? text))]
}

/** Those that a token is bound to, in a stable order; Patmint itself can be one of them. @throws {UnknownResourceServer} */
export async function parseResourceServers(
  { catalogue }: Pick<TokenDeps, 'catalogue'>,
  given: readonly string[] | null,
): Promise<string[] | null> {
  if (given === null) return null
  const servers = await catalogue.listResourceServers()
  const known = new Set([...servers.map(({ clientId }) => clientId), INTERNAL_CLIENT_ID])
  const unknown = given.find((clientId) => !known.has(clientId))
  if (unknown !== undefined || given.length === 0) throw new UnknownResourceServer(unknown)
  return [...new Set(given)].sort()
}

type GivenPlace = {
  readonly kind?: TokenKind
  readonly organizationId?: string
  readonly workspaceId?: string
}

/** @throws {InvalidKind | UnknownPlace} */
export async function findPlace(
  { organizations }: Pick<TokenDeps, 'organizations'>,
  { kind = 'personal', organizationId, workspaceId }: GivenPlace,
): Promise<PlaceOf> {
  const isComplete = {
    personal: organizationId === undefined && workspaceId === undefined,
    organization: organizationId !== undefined && workspaceId === undefined,
    workspace: organizationId !== undefined && workspaceId !== undefined,
  }
  if (!isComplete[kind]) throw new InvalidKind()
  if (organizationId === undefined) return { kind, organizationId: null, workspaceId: null }
  const organization = isId(organizationId) ? await organizations.find(organizationId) : undefined
  if (organization === undefined || organization.disabledAt !== null) throw new UnknownPlace()
  if (workspaceId !== undefined) {
    const workspace = await organizations.findWorkspace(organization.id, workspaceId)
    // By its id alone.
    if (workspace?.id !== workspaceId || workspace.disabledAt !== null) throw new UnknownPlace()
  }
  return { kind, organizationId, workspaceId: workspaceId ?? null }
}
