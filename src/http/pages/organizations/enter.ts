import type { Organization, Workspace } from '../../../organizations/index.ts'
import { type Action, isPermitted, requirePermission, type Standing } from '../../../permissions/index.ts'
import type { Context } from '../../context.ts'
import { PageNotFound } from '../../errors.ts'
import { getVisitor } from '../../guards.ts'
import type { PageDeps } from '../page.ts'

/** A place that the visitor may see, and what they may do there. */
export type Entered = {
  readonly organization: Organization
  readonly workspace?: Workspace
  readonly standings: readonly Standing[]
  may(action: Action): boolean
  /** @throws {NotThere | NotPermitted} */
  require(action: Action): void
}

/** Strangers are told the same as about an organization that does not exist (U13). @throws {PageNotFound | NotThere} */
export async function enterOrganization(deps: PageDeps, ctx: Context, slug: string): Promise<Entered> {
  const organization = await deps.organizations.findBySlug(slug)
  if (organization === undefined) throw new PageNotFound()
  const entered = await enter(deps, ctx, { organization })
  entered.require('organization.see')
  return entered
}

/** @throws {PageNotFound | NotThere} */
export async function enterWorkspace(
  deps: PageDeps,
  ctx: Context,
  slug: string,
  workspaceSlug: string,
): Promise<Entered & { readonly workspace: Workspace }> {
  const organization = await deps.organizations.findBySlug(slug)
  const workspace = organization && (await deps.organizations.findWorkspace(organization.id, workspaceSlug))
  if (organization === undefined || workspace === undefined) throw new PageNotFound()
  const entered = { ...(await enter(deps, ctx, { organization, workspace })), workspace }
  entered.require('workspace.see')
  return entered
}

type Place = Pick<Entered, 'organization' | 'workspace'>

async function enter(deps: PageDeps, ctx: Context, place: Place): Promise<Entered> {
  const standings = await deps.organizations.findStandings(getVisitor(ctx).account, {
    organizationId: place.organization.id,
    workspaceId: place.workspace?.id,
  })
  return {
    ...place,
    standings,
    may: (action) => isPermitted(action, standings),
    require: (action) => requirePermission(action, standings),
  }
}

export const organizationHref = ({ slug }: Pick<Organization, 'slug'>): string => `/organizations/${slug}`

/** The address of the organization's pages, or of one of its workspaces'. */
export const placeHref = ({ organization, workspace }: Place): string =>
  workspace === undefined
    ? organizationHref(organization)
    : `${organizationHref(organization)}/workspaces/${workspace.slug}`
