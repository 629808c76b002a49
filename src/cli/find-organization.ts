import type { Services } from '../assemble.ts'
import type { Organization, Workspace } from '../organizations/index.ts'
import { OrganizationUnknown, WorkspaceUnknown } from './errors.ts'

type Organizations = Services['organizations']

/** The organization that an operator names by its slug. @throws {OrganizationUnknown} */
export async function getOrganization(organizations: Organizations, slug: string): Promise<Organization> {
  const found = await organizations.findBySlug(slug)
  if (found === undefined) throw new OrganizationUnknown(slug)
  return found
}

/** @throws {WorkspaceUnknown} */
export async function getWorkspace(
  organizations: Organizations,
  { id, slug: organization }: Organization,
  slug: string,
): Promise<Workspace> {
  const found = await organizations.findWorkspace(id, slug)
  if (found === undefined) throw new WorkspaceUnknown(slug, organization)
  return found
}
