import { type Account, insertServiceAccount } from '../accounts/index.ts'
import type { Actor } from '../audit/index.ts'
import { OrganizationNotFound } from './errors.ts'
import { type OrganizationDeps, parseName } from './organization.ts'
import { organizationStore } from './organization-store.ts'
import { chooseSlug } from './slug.ts'

export type NewServiceAccount = {
  readonly organizationId: string
  readonly name: string
  /** What stands before the @ of its address. Made of the name where none is given. */
  readonly slug?: string | undefined
}

/**
 * An account that can hold tokens and signs in nowhere, for what no person should own.
 * @throws {OrganizationNotFound | InvalidName | InvalidSlug | ServiceAccountTaken}
 */
export async function createServiceAccount(
  { database, clock }: OrganizationDeps,
  by: Actor,
  { organizationId, ...given }: NewServiceAccount,
): Promise<Account> {
  const name = parseName(given.name)
  const slug = chooseSlug(given.slug, name)
  return await database.transaction(async (tx) => {
    const organization = await organizationStore(tx).lock(organizationId)
    if (organization === undefined) throw new OrganizationNotFound({ organizationId })
    return await insertServiceAccount(tx, { clock }, by, { organization, slug, name })
  })
}
