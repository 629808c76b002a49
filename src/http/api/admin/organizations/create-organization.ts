import { newPlace, organizationReply, toOrganizationReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ALL_ORGANIZATIONS_PATH } from './find-place.ts'

export const createOrganization = adminOperation('organization.create', {
  id: 'createOrganization',
  tag: 'All organizations',
  method: 'post',
  path: ALL_ORGANIZATIONS_PATH,
  summary: 'Create an organization',
  description: 'Nobody is in it yet: add its members next.',
  body: newPlace,
  status: 201,
  reply: organizationReply,
  location: ({ id }: { id: string }) => `${ALL_ORGANIZATIONS_PATH}/${id}`,
  errors: ['name_invalid', 'slug_invalid', 'organization_taken'],
  handle: async ({ organizations }, { actor, body }) =>
    toOrganizationReply(await organizations.create(actor, body)),
})
