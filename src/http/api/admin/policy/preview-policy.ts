import { previewReply, toPreviewReply } from '../../schemas/policy-preview.ts'
import { adminOperation } from '../admin-operation.ts'
import { OF_INSTANCE, OF_ORGANIZATION, type PolicyPlace } from './place.ts'
import { draftOf, readStart } from './replace-policy.ts'

const previewPolicyOf = (place: PolicyPlace) =>
  adminOperation(place.change, {
    id: `preview${place.noun}Policy`,
    tag: 'Policy',
    method: 'post',
    path: `${place.path}/preview`,
    summary: `See what replacing ${place.whose} would stop`,
    description:
      'Which live tokens would end by it and when, and which would go on and do less. Nothing is changed. Where there are too many ' +
      'to look at all of them now, `complete` is false, and what is told is of the newest.',
    params: place.params,
    body: draftOf(place),
    status: 200,
    reply: previewReply,
    errors: place.errors,
    async handle(services, { params, body: { settings, enforcedFrom } }) {
      const organizationId = await place.findOrganizationId(services, params)
      const draft = { organizationId, settings: await place.parse(services, settings) }
      const { enforcedFrom: start = services.clock() } = readStart(enforcedFrom)
      const { isAll, found } = await services.tokens.previewPolicy(draft, [start])
      return toPreviewReply(isAll, found)
    },
  })

export const previewPolicy = previewPolicyOf(OF_INSTANCE)
export const previewOrganizationPolicy = previewPolicyOf(OF_ORGANIZATION)
