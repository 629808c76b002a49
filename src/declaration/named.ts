import type { Organization } from '../organizations/index.ts'
import type { Rooms } from './rooms.ts'

/** What something was to be made in is not there: making it was refused a moment before, and told with its reason. */
export class NotThere extends Error {}

/** One that the present state has, or that the same file has made before. @throws {NotThere} */
export async function getOrganization({ organizations }: Rooms, slug: string): Promise<Organization> {
  const found = await organizations.findBySlug(slug)
  if (found === undefined) throw new NotThere(`the organization ${slug} is not there`)
  return found
}
