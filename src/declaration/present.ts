import type { ResourceServer } from '../catalogue/index.ts'
import type { Organization, Workspace } from '../organizations/index.ts'
import type { OrganizationLimits, PolicySettings } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import type { Rooms } from './rooms.ts'

export type PresentOrganization = Organization & {
  readonly workspaces: readonly Workspace[]
  readonly limits: OrganizationLimits
}

/** What there is now, disabled things included. */
export type Present = {
  readonly modules: readonly Module[]
  readonly resourceServers: readonly ResourceServer[]
  readonly organizations: readonly PresentOrganization[]
  readonly policy: PolicySettings
}

/** One question after the other: in a transaction there is one connection. */
export async function readPresent(rooms: Rooms): Promise<Present> {
  const modules = await rooms.catalogue.listServableModules()
  const resourceServers = await rooms.catalogue.listResourceServers()
  const organizations: PresentOrganization[] = []
  for (const organization of await rooms.organizations.list()) {
    const workspaces = await rooms.organizations.listWorkspaces(organization.id)
    const limits = await rooms.policies.ofOrganization(organization.id)
    organizations.push({ ...organization, workspaces, limits })
  }
  return { modules, resourceServers, organizations, policy: await rooms.policies.instance() }
}
