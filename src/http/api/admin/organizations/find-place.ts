import type { Services } from '../../../../assemble.ts'
import type { Organization, Workspace } from '../../../../organizations/index.ts'
import { PageNotFound } from '../../../errors.ts'
import { findPlace } from '../../organizations/enter.ts'

export const ALL_ORGANIZATIONS_PATH = '/api/v1/admin/organizations'
export const ANY_ORGANIZATION_PATH = `${ALL_ORGANIZATIONS_PATH}/{organization}`
export const ANY_WORKSPACE_PATH = `${ANY_ORGANIZATION_PATH}/workspaces/{workspace}`

type Rooms = Pick<Services, 'organizations'>

/** For administrators, whether or not they are in it. @throws {PageNotFound} */
export async function getAnyOrganizationBy(
  { organizations }: Rooms,
  given: { readonly organization: string },
): Promise<Organization> {
  const place = await findPlace(organizations, given)
  if (place === undefined) throw new PageNotFound()
  return place.organization
}

/** @throws {PageNotFound} */
export async function getAnyWorkspaceBy(
  { organizations }: Rooms,
  given: { readonly organization: string; readonly workspace: string },
): Promise<Workspace> {
  const place = await findPlace(organizations, given)
  if (place?.workspace === undefined) throw new PageNotFound()
  return place.workspace
}
