import { operation } from '../operation.ts'
import { organizationReply, toOrganizationReply } from '../schemas/organization.ts'
import { enter, ORGANIZATION_PATH, organizationParams } from './enter.ts'

export const getOrganization = operation({
  id: 'getOrganization',
  tag: 'Organizations',
  method: 'get',
  path: ORGANIZATION_PATH,
  access: 'patmint:read',
  summary: 'Get an organization',
  description: 'An organization that your account belongs to. Administrators of the server see all of them.',
  params: organizationParams,
  status: 200,
  reply: organizationReply,
  version: (organization) => organization,
  errors: ['not_found'],
  handle: async (services, { caller, params }) =>
    toOrganizationReply((await enter(services, caller, params)).organization),
})
