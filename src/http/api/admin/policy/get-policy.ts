import { toVersionReply } from '../../schemas/policy.ts'
import { adminOperation } from '../admin-operation.ts'
import { OF_INSTANCE, OF_ORGANIZATION, type PolicyPlace } from './place.ts'

const getPolicyOf = (place: PolicyPlace) =>
  adminOperation('console.see', {
    id: `get${place.noun}Policy`,
    tag: 'Policy',
    method: 'get',
    path: place.path,
    summary: `Get ${place.whose}`,
    description:
      'The newest, by which tokens are generated. Its ETag goes into If-Match where it is replaced.',
    params: place.params,
    status: 200,
    reply: place.reply,
    version: (policy) => policy,
    async handle(services, { params }) {
      const organizationId = await place.findOrganizationId(services, params)
      const [newest] = await services.policies.history(organizationId, { limit: 1 })
      return {
        ...toVersionReply(newest),
        settings: newest?.settings ?? (await place.present(services, organizationId)),
      }
    },
  })

export const getPolicy = getPolicyOf(OF_INSTANCE)
export const getOrganizationPolicy = getPolicyOf(OF_ORGANIZATION)
