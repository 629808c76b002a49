import { organizationParams } from '../../organizations/enter.ts'
import { organizationReply, placeChanges, toOrganizationReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ANY_ORGANIZATION_PATH, getAnyOrganizationBy } from './find-place.ts'
import { getAnyOrganization } from './get-any-organization.ts'

export const changeOrganization = adminOperation('organization.change', {
  id: 'changeOrganization',
  tag: 'All organizations',
  method: 'patch',
  path: ANY_ORGANIZATION_PATH,
  summary: 'Rename an organization',
  description:
    'Introspection answers carry the slug, and addresses of service accounts have it in them: whoever relies on the old one has ' +
    'to be told.',
  params: organizationParams,
  body: placeChanges,
  status: 200,
  reply: organizationReply,
  current: getAnyOrganization,
  errors: ['name_invalid', 'slug_invalid', 'organization_taken', 'precondition_failed'],
  async handle(services, { actor, params, body }) {
    const { id } = await getAnyOrganizationBy(services, params)
    return toOrganizationReply(await services.organizations.change(actor, id, body))
  },
})
