import { z } from 'zod'
import type { Organization } from '../../../organizations/index.ts'
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
