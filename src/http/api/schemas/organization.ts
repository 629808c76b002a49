import { z } from 'zod'
import type { Member, Organization, Workspace } from '../../../organizations/index.ts'
import { id, time, toTime, toTimeOrNull } from './common.ts'

export const membershipRole = z.enum(['member', 'admin'])

export const organizationReply = z
  .object({
    id,
    slug: z
      .string()
      .meta({ description: 'Its name in addresses and introspection answers.', examples: ['acme'] }),
    name: z.string().meta({ examples: ['Acme Inc.'] }),
    createdAt: time,
    disabledAt: time
      .nullable()
      .meta({ description: 'Since when its tokens are inactive; null while they work.' }),
  })
  .meta({ id: 'Organization' })

export const toOrganizationReply = (organization: Organization): z.input<typeof organizationReply> => ({
  id: organization.id,
  slug: organization.slug,
  name: organization.name,
  createdAt: toTime(organization.createdAt),
  disabledAt: toTimeOrNull(organization.disabledAt),
})

export const workspaceReply = organizationReply
  .extend({ organizationId: id, slug: z.string().meta({ examples: ['build'] }) })
  .meta({ id: 'Workspace' })

export const toWorkspaceReply = (workspace: Workspace): z.input<typeof workspaceReply> => ({
  ...toOrganizationReply(workspace),
  organizationId: workspace.organizationId,
})

export const memberReply = z
  .object({
    accountId: id,
    email: z.string().meta({ examples: ['ada@example.com'] }),
    name: z.string().meta({ examples: ['Ada Lovelace'] }),
    role: membershipRole,
    since: time,
    disabledAt: time
      .nullable()
      .meta({ description: 'Since when the account is disabled; null while it is not.' }),
  })
  .meta({ id: 'Member' })

export const toMemberReply = (member: Member): z.input<typeof memberReply> => ({
  accountId: member.accountId,
  email: member.email,
  name: member.name,
  role: member.role,
  since: toTime(member.since),
  disabledAt: toTimeOrNull(member.disabledAt),
})

const name = z.string().meta({ description: '1 to 100 characters.', examples: ['Acme Inc.'] })
const slug = z.string().meta({
  description:
    'At most 40 lower-case letters, digits and single hyphens. Made of the name where none is given.',
  examples: ['acme'],
})

/** What an organization, a workspace or a service account is begun with. */
export const newPlace = z.strictObject({ name, slug: slug.optional() }).meta({ id: 'NewPlace' })
/** What is left out stays as it is. */
export const placeChanges = z
  .strictObject({ name: name.optional(), slug: slug.optional() })
  .meta({ id: 'PlaceChanges' })
