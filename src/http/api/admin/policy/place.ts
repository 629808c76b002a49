import { z } from 'zod'
import type { Services } from '../../../../assemble.ts'
import type { Actor } from '../../../../audit/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import type { OrganizationLimits, PolicySettings, PolicyVersion } from '../../../../policy/index.ts'
import { organizationParams } from '../../organizations/enter.ts'
import type { ProblemCode } from '../../problems.ts'
import { limits, limitsReply, policyReply, settings, toVersionReply } from '../../schemas/policy.ts'
import { ANY_ORGANIZATION_PATH, getAnyOrganizationBy } from '../organizations/find-place.ts'

type Settings = PolicySettings | OrganizationLimits

/** Whose policy it is: the instance's, or an organization's, which is stricter only. The operations of both are alike. */
export type PolicyPlace = {
  /** In the names of the operations. */
  readonly noun: '' | 'Organization'
  /** In sentences. */
  readonly whose: string
  readonly path: string
  readonly params: z.ZodType<{ readonly organization?: string }>
  readonly change: Action
  readonly settings: z.ZodType
  readonly reply: z.ZodType
  readonly errors: readonly ProblemCode[]
  /** @returns `null` for the instance */
  findOrganizationId(services: Services, params: { readonly organization?: string }): Promise<string | null>
  /** As it is, where nobody has saved one. */
  present(services: Services, organizationId: string | null): Promise<Settings>
  parse(services: Services, given: unknown): Promise<Settings>
  save(
    services: Services,
    by: Actor,
    organizationId: string | null,
    given: unknown,
    options: { enforcedFrom?: Date },
  ): Promise<PolicyVersion>
}

export const OF_INSTANCE: PolicyPlace = {
  noun: '',
  whose: 'the policy',
  path: '/api/v1/admin/policy',
  params: z.strictObject({}),
  change: 'policy.change',
  settings,
  reply: policyReply,
  errors: ['policy_invalid'],
  findOrganizationId: async () => null,
  present: ({ policies }) => policies.instance(),
  parse: async ({ policies }, given) => policies.parse(given),
  save: ({ policies }, by, _, given, options) => policies.change(by, given, options),
}

export const OF_ORGANIZATION: PolicyPlace = {
  noun: 'Organization',
  whose: 'an organization’s policy',
  path: `${ANY_ORGANIZATION_PATH}/policy`,
  params: organizationParams,
  change: 'organization.change_policy',
  settings: limits,
  reply: limitsReply,
  errors: ['policy_invalid', 'policy_looser_than_instance'],
  findOrganizationId: async (services, { organization = '' }) =>
    (await getAnyOrganizationBy(services, { organization })).id,
  present: ({ policies }, organizationId) => policies.ofOrganization(organizationId ?? ''),
  parse: ({ policies }, given) => policies.parseLimits(given),
  save: ({ policies }, by, organizationId, given, options) =>
    policies.changeOrganization(by, organizationId ?? '', given, options),
}

export const toPolicyReply = (version: PolicyVersion) => ({
  ...toVersionReply(version),
  settings: version.settings,
})
