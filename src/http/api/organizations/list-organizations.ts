import { z } from 'zod'
import { reaches } from '../caller.ts'
import { operation } from '../operation.ts'
import { pageOf, pageQuery, pageThrough } from '../paging.ts'
import { membershipRole, organizationReply, toOrganizationReply } from '../schemas/organization.ts'

export const listOrganizations = operation({
  id: 'listOrganizations',
  tag: 'Organizations',
  method: 'get',
  path: '/api/v1/organizations',
  access: 'patmint:read',
  summary: 'List your organizations',
  description: 'The organizations that your account is a member of, by slug, and its role there.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(organizationReply.extend({ role: membershipRole }).meta({ id: 'OwnOrganization' })),
  async handle({ organizations }, { caller, query }) {
    const memberships = await organizations.membershipsOf(caller.account.id)
    const listed = memberships
      .filter(
        ({ organization, role }) => role !== null && reaches(caller, { organizationId: organization.id }),
      )
      .map(({ organization, role }) => ({ ...toOrganizationReply(organization), role }))
    return pageThrough(listed, ({ slug }) => slug, query)
  },
})
