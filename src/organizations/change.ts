import { type Actor, record } from '../audit/index.ts'
import { type Executor, isUniqueViolation } from '../database/index.ts'
import { OrganizationNotFound, OrganizationTaken } from './errors.ts'
import { type Organization, type OrganizationDeps, parseName } from './organization.ts'
import { organizationStore } from './organization-store.ts'
import { chooseSlug } from './slug.ts'

/** What is left out stays as it is. */
export type Changed = { readonly slug?: string | undefined; readonly name?: string | undefined }

/**
 * Another name or slug. The addresses of the organization's service accounts follow the slug.
 * @throws {OrganizationNotFound | InvalidName | InvalidSlug | OrganizationTaken}
 */
export async function changeOrganization(
  { database, clock }: OrganizationDeps,
  by: Actor,
  id: string,
  given: Changed,
): Promise<Organization> {
  return await database.transaction(async (tx) => {
    const before = await organizationStore(tx).lock(id)
    if (before === undefined) throw new OrganizationNotFound({ id })
    const changes = readChanges(before, given)
    if (changes === undefined) return before
    await update(tx, before, changes)
    const data = { ...changes, from: { slug: before.slug, name: before.name } }
    await record(tx, clock(), { name: 'organization.changed', by, organizationId: id, data })
    return { ...before, ...changes }
  })
}

/** Name and slug as they shall be; `undefined` where they are that already. */
export function readChanges(
  before: { readonly slug: string; readonly name: string },
  { slug, name }: Changed,
): { slug: string; name: string } | undefined {
  const after = {
    slug: slug === undefined ? before.slug : chooseSlug(slug, name ?? before.name),
    name: name === undefined ? before.name : parseName(name),
  }
  return after.slug === before.slug && after.name === before.name ? undefined : after
}

async function update(tx: Executor, before: Organization, changes: { slug: string; name: string }) {
  const store = organizationStore(tx)
  try {
    await store.update(before.id, changes)
  } catch (error) {
    if (isUniqueViolation(error, 'organization_slug_key')) throw new OrganizationTaken(changes.slug)
    throw error
  }
  if (changes.slug !== before.slug) await store.moveServiceAccounts(before.id, changes.slug)
}
