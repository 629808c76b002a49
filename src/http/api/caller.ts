import type { Services } from '../../assemble.ts'
import type { Actor } from '../../audit/index.ts'
import type { Standing } from '../../permissions/index.ts'
import type { LiveToken, Resolution, Through } from '../../tokens/index.ts'

type LiveAccount = Extract<Resolution, { active: true }>['account']

/** Who calls the API: whoever holds a live token's secret. Cookies never count here. */
export type Caller = {
  readonly token: LiveToken
  readonly account: LiveAccount
  /** What the token may do now, spelt out, after its owner's own rights. */
  readonly scopes: readonly string[]
  /** The token's own secret, for what only its holder may open again. */
  readonly secret: string
  /** The account, by this token. */
  readonly actor: Actor
  /** What nothing that is made with the token may be above. */
  readonly through: Through
}

type Place = { readonly organizationId: string; readonly workspaceId?: string | undefined }

/**
 * Does the caller's token reach there? A personal one reaches as far as its account; one of an organization or a workspace
 * stays there, whatever else the administrator who answers for it may do.
 */
export function reaches({ token }: Pick<Caller, 'token'>, place: Place | undefined): boolean {
  if (token.kind === 'personal') return true
  if (place === undefined || token.organization?.id !== place.organizationId) return false
  return token.kind === 'organization' || token.workspace?.id === place.workspaceId
}

/** The place that it stays in; a personal one stays in none. */
export const withinReach = ({ token }: Pick<Caller, 'token'>): Place | undefined =>
  token.organization === null || token.kind === 'personal'
    ? undefined
    : { organizationId: token.organization.id, workspaceId: token.workspace?.id }

/** What the caller is towards a place, for `requirePermission`. */
export async function standingsIn(
  { organizations }: Pick<Services, 'organizations'>,
  caller: Caller,
  place: Place,
): Promise<readonly Standing[]> {
  return reaches(caller, place) ? await organizations.findStandings(caller.account, place) : []
}

/** What the caller is towards the whole instance. */
export function standingsHere(caller: Caller): readonly Standing[] {
  if (caller.token.kind !== 'personal') return []
  return caller.account.role === 'admin' ? ['member', 'admin'] : ['member']
}
