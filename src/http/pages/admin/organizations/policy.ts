import { page } from '../../page.ts'
import { postPolicy, showPolicy } from '../policy/flow.ts'
import { organizationPlace } from '../policy/place.ts'
import { getOrganization, ORGANIZATION_PATH } from './place.ts'

export const organizationPolicyPage = page({
  method: 'get',
  path: `${ORGANIZATION_PATH}/policy`,
  for: 'organization.change_policy',
  async handle(deps, ctx, params) {
    await showPolicy(deps, ctx, await organizationPlace(deps, await getOrganization(deps, params)))
  },
})

export const organizationPolicyForm = page({
  method: 'post',
  path: `${ORGANIZATION_PATH}/policy`,
  for: 'organization.change_policy',
  async handle(deps, ctx, params) {
    await postPolicy(deps, ctx, await organizationPlace(deps, await getOrganization(deps, params)))
  },
})
