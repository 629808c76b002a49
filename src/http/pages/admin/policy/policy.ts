import { page } from '../../page.ts'
import { postPolicy, showPolicy } from './flow.ts'
import { instancePlace } from './place.ts'

export const policyPage = page({
  method: 'get',
  path: '/admin/policy',
  for: 'policy.change',
  async handle(deps, ctx) {
    await showPolicy(deps, ctx, await instancePlace(deps))
  },
})

export const policyForm = page({
  method: 'post',
  path: '/admin/policy',
  for: 'policy.change',
  async handle(deps, ctx) {
    await postPolicy(deps, ctx, await instancePlace(deps))
  },
})
