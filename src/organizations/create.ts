import { type Actor, record } from '../audit/index.ts'
import { isUniqueViolation } from '../database/index.ts'
import { newId } from '../lib/index.ts'
import { OrganizationTaken } from './errors.ts'
import { type Organization, type OrganizationDeps, parseName } from './organization.ts'
import { organizationStore } from './organization-store.ts'
import { chooseSlug } from './slug.ts'

export type NewOrganization = {
  /** Made of the name where none is given. */
  readonly slug?: string | undefined
  readonly name: string
}

/**
 * An organization without members.
 * @throws {InvalidName | InvalidSlug | OrganizationTaken}
 */
export async function createOrganization(
  { database, clock }: OrganizationDeps,
  by: Actor,
  given: NewOrganization,
): Promise<Organization> {
  const name = parseName(given.name)
  const slug = chooseSlug(given.slug, name)
  return await database.transaction(async (tx) => {
    const organization = { id: newId(), slug, name, createdAt: clock(), disabledAt: null }
    try {
      await organizationStore(tx).insert(organization)
    } catch (error) {
      if (isUniqueViolation(error, 'organization_slug_key')) throw new OrganizationTaken(slug)
      throw error
    }
    const { id: organizationId, createdAt } = organization
    await record(tx, createdAt, { name: 'organization.created', by, organizationId, data: { slug, name } })
    return organization
  })
}
