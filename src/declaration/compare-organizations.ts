import type { PolicySettings } from '../policy/index.ts'
import type { Change } from './change.ts'
import { comparePlace, findUnlistedPlaces, type PlaceVerbs } from './compare-places.ts'
import { compareLimits } from './compare-policy.ts'
import type { Path } from './locate.ts'
import { getOrganization } from './named.ts'
import type { PresentOrganization } from './present.ts'
import type { Declaration } from './schema.ts'

type Wanted = NonNullable<Declaration['organizations']>[number]

const ORGANIZATION: PlaceVerbs = {
  kind: 'organization',
  prefix: '',
  add: ({ organizations }, by, { slug, name }) => organizations.create(by, { slug, name }),
  rename: ({ organizations }, by, id, name) => organizations.change(by, id, { name }),
  enable: ({ organizations }, by, id) => organizations.enable(by, id),
  disable: ({ organizations }, by, id) => organizations.disable(by, id),
  countTokens: ({ tokens }, id) => tokens.countLiveWith({ organizationId: id }),
}

/** `instances`: its policy as it is and as the file wants it. In the file's order; last those that it does not list any more. */
export function compareOrganizations(
  present: readonly PresentOrganization[],
  wanted: readonly Wanted[],
  instances: readonly PolicySettings[],
): Change[] {
  const listed = wanted.flatMap((organization, index) => {
    const before = present.find(({ slug }) => slug === organization.slug)
    const path = ['organizations', index]
    return [
      ...comparePlace(before, organization, path, ORGANIZATION),
      ...compareWorkspaces(before, organization, path),
      ...compareLimits(before, organization, path, instances),
    ]
  })
  return [...listed, ...findUnlistedPlaces(present, wanted, ['organizations'], ORGANIZATION)]
}

function compareWorkspaces(
  before: PresentOrganization | undefined,
  { slug, workspaces }: Wanted,
  path: Path,
): Change[] {
  if (workspaces === undefined) return []
  const verbs = workspacesOf(slug)
  const present = before?.workspaces ?? []
  const listed = workspaces.flatMap((workspace, index) => {
    const found = present.find((each) => each.slug === workspace.slug)
    return comparePlace(found, workspace, [...path, 'workspaces', index], verbs)
  })
  return [...listed, ...findUnlistedPlaces(present, workspaces, [...path, 'workspaces'], verbs)]
}

const workspacesOf = (organization: string): PlaceVerbs => ({
  kind: 'workspace',
  prefix: `${organization}/`,
  add: async (rooms, by, { slug, name }) => {
    // It may have been made a moment ago, by the same file.
    const { id: organizationId } = await getOrganization(rooms, organization)
    return await rooms.organizations.createWorkspace(by, { organizationId, slug, name })
  },
  rename: ({ organizations }, by, id, name) => organizations.changeWorkspace(by, id, { name }),
  enable: ({ organizations }, by, id) => organizations.enableWorkspace(by, id),
  disable: ({ organizations }, by, id) => organizations.disableWorkspace(by, id),
  countTokens: ({ tokens }, workspaceId) => tokens.countLiveWith({ workspaceId }),
})
