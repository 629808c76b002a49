import { organizationParams } from '../../organizations/enter.ts'
import { organizationReply, toOrganizationReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ANY_ORGANIZATION_PATH, getAnyOrganizationBy } from './find-place.ts'

export const getAnyOrganization = adminOperation('console.see', {
  id: 'getAnyOrganization',
  tag: 'All organizations',
  method: 'get',
  path: ANY_ORGANIZATION_PATH,
  summary: 'Get any organization',
  description:
    'Its members, workspaces and service accounts are read and changed under /api/v1/organizations, where administrators of the ' +
    'server may do what its own may.',
  params: organizationParams,
  status: 200,
  reply: organizationReply,
  version: (organization) => organization,
  handle: async (services, { params }) => toOrganizationReply(await getAnyOrganizationBy(services, params)),
})
