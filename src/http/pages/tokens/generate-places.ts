import type { EffectivePolicy, TokenKind } from '../../../policy/index.ts'
import type { PageDeps } from '../page.ts'
import type { TokenFormTarget } from './generate-target.ts'

/** A kind of token, and whose it would be. */
export type OfferedPlace = {
  /** As the form and links name it: `personal`, `organization:acme`, `workspace:acme/build`. */
  readonly value: string
  readonly kind: TokenKind
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly label: string
  readonly about: string
  readonly policy: EffectivePolicy
}

export type PlacesWanted = {
  /** The value of a place, which is offered whatever else is. */
  readonly kind: string
  /** A part of the name of those that are looked for. */
  readonly text?: string
}

/** What the places of an offer are of all there are. */
export type PlaceSearch = {
  readonly text: string
  readonly found: number
  readonly hasMore: boolean
}

type Options = Awaited<ReturnType<PageDeps['tokens']['mintOptions']>>
type Option = Options['options'][number]
type Read = Pick<Options, 'options' | 'activeTokens'> & { readonly search: PlaceSearch }

/** Personal is one of them. */
const SHOWN = 51

/** Personal, the place that is wanted, and the first of all others or of those that are looked for. */
export async function readPlaces(
  deps: PageDeps,
  accountId: string,
  { kind, text = '' }: PlacesWanted,
): Promise<Read> {
  const asked = { text, limit: SHOWN }
  const { options, activeTokens, next } = await deps.tokens.mintOptions(accountId, asked)
  const found = options.filter((option) => option.kind !== 'personal').length
  const search = { text, found, hasMore: next !== undefined }
  const isShown = options.some((option) => toValue(option) === kind)
  const wanted =
    isShown || (text === '' && next === undefined) ? undefined : await find(deps, accountId, kind)
  if (wanted === undefined) return { options, activeTokens, search }
  const isPersonal = (option: Option) => option.kind === 'personal'
  const others = options.filter((option) => !isPersonal(option))
  return { options: [...options.filter(isPersonal), wanted, ...others], activeTokens, search }
}

export async function readPersonal({ tokens }: PageDeps, accountId: string): Promise<Read> {
  const { options, activeTokens } = await tokens.mintOptions(accountId, { limit: 1 })
  const personal = options.filter(({ kind }) => kind === 'personal')
  return { options: personal, activeTokens, search: { text: '', found: 0, hasMore: false } }
}

/** One place, by its value. */
async function find(
  { tokens, organizations }: PageDeps,
  accountId: string,
  value: string,
): Promise<Option | undefined> {
  const [, kind, slug = '', inIt] = /^(organization|workspace):([^/]+)(?:\/([^/]+))?$/.exec(value) ?? []
  if (kind === undefined) return undefined
  const organization = await organizations.findBySlug(slug)
  if (organization === undefined) return undefined
  const workspace = inIt === undefined ? undefined : await organizations.findWorkspace(organization.id, inIt)
  const within = { organizationId: organization.id, workspaceId: workspace?.id }
  // An organization itself comes before its workspaces.
  const { options } = await tokens.mintOptions(accountId, { within, limit: 1 })
  return options.find((option) => toValue(option) === value)
}

const STAYS = 'It stays when you leave, and is inactive until another administrator adopts it.'

export function describePlace(option: Option, target: TokenFormTarget): OfferedPlace {
  const { kind, organization, workspace, policy } = option
  const value = toValue(option)
  if (organization === null) {
    const label = target.account.kind === 'service' ? 'Service account' : 'Personal'
    return { value, kind, label, about: target.personal, policy }
  }
  const place = { value, kind, policy, organizationId: organization.id }
  if (workspace === null) return { ...place, label: organization.name, about: `Organization. ${STAYS}` }
  const about = `Workspace of ${organization.name}. ${STAYS}`
  return { ...place, workspaceId: workspace.id, label: workspace.name, about }
}

function toValue({ organization, workspace }: Option): string {
  if (organization === null) return 'personal'
  return workspace === null
    ? `organization:${organization.slug}`
    : `workspace:${organization.slug}/${workspace.slug}`
}
