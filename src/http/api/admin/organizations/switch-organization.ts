import { organizationParams } from '../../organizations/enter.ts'
import { organizationReply, toOrganizationReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ANY_ORGANIZATION_PATH, getAnyOrganizationBy } from './find-place.ts'

const switchOrganization = (verb: 'disable' | 'enable', about: { summary: string; description: string }) =>
  adminOperation('organization.switch', {
    id: `${verb}Organization`,
    tag: 'All organizations',
    method: 'post',
    path: `${ANY_ORGANIZATION_PATH}/${verb}`,
    ...about,
    params: organizationParams,
    status: 200,
    reply: organizationReply,
    async handle(services, { actor, params }) {
      const { id } = await getAnyOrganizationBy(services, params)
      return toOrganizationReply(await services.organizations[verb](actor, id))
    },
  })

export const disableOrganization = switchOrganization('disable', {
  summary: 'Disable an organization',
  description:
    'Its tokens, its workspaces’ and its service accounts’ are inactive from the next request on. Its members keep their accounts ' +
    'and personal tokens. Disabling it twice is no error.',
})

export const enableOrganization = switchOrganization('enable', {
  summary: 'Enable an organization',
  description: 'Its tokens that have not ended work again. Enabling it twice is no error.',
})
