import { type Actor, record } from '../audit/index.ts'
import { type Executor, isUniqueViolation } from '../database/index.ts'
import { newId } from '../lib/index.ts'
import { type Changed, readChanges } from './change.ts'
import { OrganizationNotFound, WorkspaceNotFound, WorkspaceTaken } from './errors.ts'
import { type OrganizationDeps, parseName, type Workspace } from './organization.ts'
import { organizationStore } from './organization-store.ts'
import { chooseSlug } from './slug.ts'

export type NewWorkspace = {
  readonly organizationId: string
  /** Made of the name where none is given. */
  readonly slug?: string | undefined
  readonly name: string
}

/** @throws {OrganizationNotFound | InvalidName | InvalidSlug | WorkspaceTaken} */
export async function createWorkspace(
  { database, clock }: OrganizationDeps,
  by: Actor,
  { organizationId, ...given }: NewWorkspace,
): Promise<Workspace> {
  const name = parseName(given.name)
  const slug = chooseSlug(given.slug, name)
  return await database.transaction(async (tx) => {
    const store = organizationStore(tx)
    if ((await store.find(organizationId)) === undefined) throw new OrganizationNotFound({ organizationId })
    const workspace = { id: newId(), organizationId, slug, name, createdAt: clock(), disabledAt: null }
    await refuseTaken(slug, store.insertWorkspace(workspace))
    const data = { workspaceId: workspace.id, slug, name }
    await record(tx, workspace.createdAt, { name: 'workspace.created', by, organizationId, data })
    return workspace
  })
}

/**
 * Another name or slug.
 * @throws {WorkspaceNotFound | InvalidName | InvalidSlug | WorkspaceTaken}
 */
export async function changeWorkspace(
  { database, clock }: OrganizationDeps,
  by: Actor,
  id: string,
  given: Changed,
): Promise<Workspace> {
  return await database.transaction(async (tx) => {
    const before = await getWorkspace(tx, id)
    const changes = readChanges(before, given)
    if (changes === undefined) return before
    await refuseTaken(changes.slug, organizationStore(tx).updateWorkspace(id, changes))
    const { organizationId, slug, name } = before
    const data = { workspaceId: id, ...changes, from: { slug, name } }
    await record(tx, clock(), { name: 'workspace.changed', by, organizationId, data })
    return { ...before, ...changes }
  })
}

/**
 * Disables a workspace, or lets it go on: its tokens are inactive, or back, on the very next call. Doing it twice is not
 * an error.
 * @throws {WorkspaceNotFound}
 */
export async function switchWorkspace(
  { database, clock }: OrganizationDeps,
  by: Actor,
  id: string,
  to: 'on' | 'off',
): Promise<Workspace> {
  return await database.transaction(async (tx) => {
    const workspace = await getWorkspace(tx, id)
    if ((workspace.disabledAt === null) === (to === 'on')) return workspace
    const now = clock()
    const disabledAt = to === 'on' ? null : now
    await organizationStore(tx).updateWorkspace(id, { disabledAt })
    const name = to === 'on' ? 'workspace.enabled' : 'workspace.disabled'
    const { organizationId, slug } = workspace
    await record(tx, now, { name, by, organizationId, data: { workspaceId: id, slug } })
    return { ...workspace, disabledAt }
  })
}

/** Locked to the end of the transaction: of two that change it at once, one waits. @throws {WorkspaceNotFound} */
async function getWorkspace(tx: Executor, id: string): Promise<Workspace> {
  const workspace = await organizationStore(tx).lockWorkspace(id)
  if (workspace === undefined) throw new WorkspaceNotFound({ id })
  return workspace
}

async function refuseTaken(slug: string, writing: Promise<void>): Promise<void> {
  try {
    await writing
  } catch (error) {
    if (isUniqueViolation(error, 'workspace_slug_key')) throw new WorkspaceTaken(slug)
    throw error
  }
}
