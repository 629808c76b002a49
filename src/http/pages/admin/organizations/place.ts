import type { Organization, Workspace } from '../../../../organizations/index.ts'
import { PageNotFound } from '../../../errors.ts'
import type { PageDeps } from '../../page.ts'

export const ORGANIZATIONS = '/admin/organizations'

/** What the addresses of the pages here have in common. */
export const ORGANIZATION_PATH = `${ORGANIZATIONS}/:organization`
export const WORKSPACE_PATH = `${ORGANIZATION_PATH}/workspaces/:workspace`

/** An organization, or one of its workspaces. */
export type ConsolePlace = { readonly organization: Organization; readonly workspace: Workspace | undefined }

type Params = Readonly<Record<string, string>>

export const organizationHref = ({ slug }: Pick<Organization, 'slug'>): string => `${ORGANIZATIONS}/${slug}`

export const placeHref = ({ organization, workspace }: ConsolePlace): string =>
  workspace === undefined
    ? organizationHref(organization)
    : `${organizationHref(organization)}/workspaces/${workspace.slug}`

export const placeName = ({ organization, workspace }: ConsolePlace): string =>
  workspace?.name ?? organization.name

/** For the verbs of the room. */
export const placeIds = ({ organization, workspace }: ConsolePlace) => ({
  organizationId: organization.id,
  workspaceId: workspace?.id,
})

/** By its id, as the audit log knows it, or by its slug. @throws {PageNotFound} */
export async function getOrganization(
  { organizations }: PageDeps,
  { organization: given = '' }: Params,
): Promise<Organization> {
  const found = (await organizations.find(given)) ?? (await organizations.findBySlug(given))
  if (found === undefined) throw new PageNotFound()
  return found
}

/** @throws {PageNotFound} */
export async function getPlace(deps: PageDeps, params: Params): Promise<ConsolePlace> {
  const organization = await getOrganization(deps, params)
  if (params['workspace'] === undefined) return { organization, workspace: undefined }
  return await getWorkspace(deps, params)
}

/** @throws {PageNotFound} */
export async function getWorkspace(
  deps: PageDeps,
  params: Params,
): Promise<ConsolePlace & { readonly workspace: Workspace }> {
  const organization = await getOrganization(deps, params)
  const workspace = await deps.organizations.findWorkspace(organization.id, params['workspace'] ?? '')
  if (workspace === undefined) throw new PageNotFound()
  return { organization, workspace }
}

/** What redirects to the pages of a place may ask them to say. */
export const PLACE_DONE: Readonly<Record<string, { tone: 'good'; text: string }>> = {
  created: { tone: 'good', text: 'It is created. Add its members next.' },
  changed: { tone: 'good', text: 'It is changed.' },
  disabled: { tone: 'good', text: 'It is disabled. Its tokens have stopped.' },
  enabled: { tone: 'good', text: 'It is enabled. Its tokens work again.' },
  added: { tone: 'good', text: 'The member is added.' },
  role: { tone: 'good', text: 'The role is changed.' },
  removed: { tone: 'good', text: 'The member is removed.' },
  workspace: { tone: 'good', text: 'The workspace is created.' },
  service: { tone: 'good', text: 'The service account is created. Issue its tokens on its page.' },
}
