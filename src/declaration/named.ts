import type { Organization } from '../organizations/index.ts'
import type { Rooms } from './rooms.ts'

/** One that the present state has, or that the same file has made before. */
export async function getOrganization({ organizations }: Rooms, slug: string): Promise<Organization> {
  const found = await organizations.findBySlug(slug)
  if (found === undefined) throw new Error(`the organization ${slug} was compared and is not there`)
  return found
}
