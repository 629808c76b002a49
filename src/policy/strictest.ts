import type { EffectivePolicy, OrganizationLimits, PolicySettings } from './policy.ts'

type InForce<Settings> = { readonly settings: Settings; readonly enforcedFrom: Date | null }

/** The policy that satisfies the instance's and those of all the organizations. */
export function strictest(
  instance: InForce<PolicySettings>,
  organizations: readonly InForce<OrganizationLimits>[] = [],
): EffectivePolicy {
  const merged = organizations.reduce<PolicySettings>(
    (policy, { settings }) => tighten(policy, settings),
    instance.settings,
  )
  const all = organizations.map(({ settings }) => settings)
  return {
    ...merged,
    defaultDays: Math.min(merged.defaultDays, merged.maxDays),
    scopeLimits: all.flatMap(({ scopes }) => (scopes === undefined ? [] : [scopes])),
    networkLimits: [instance.settings, ...all].flatMap(({ networks = [] }) =>
      networks.length === 0 ? [] : [networks],
    ),
    since: latest([instance, ...organizations].map(({ enforcedFrom }) => enforcedFrom)),
  }
}

function tighten(policy: PolicySettings, limits: OrganizationLimits): PolicySettings {
  const { kinds } = limits
  return {
    ...policy,
    defaultDays: Math.min(policy.defaultDays, limits.defaultDays ?? policy.defaultDays),
    maxDays: Math.min(policy.maxDays, limits.maxDays ?? policy.maxDays),
    allowNever: policy.allowNever && limits.allowNever !== false,
    maxIdleDays: least(policy.maxIdleDays, limits.maxIdleDays ?? null),
    tokensPerAccount: Math.min(policy.tokensPerAccount, limits.tokensPerAccount ?? policy.tokensPerAccount),
    kinds: policy.kinds.filter((kind) => kinds === undefined || kinds.includes(kind)),
    requireNetworks: policy.requireNetworks || limits.requireNetworks === true,
  }
}

export const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b)

function latest(dates: readonly (Date | null)[]): Date | null {
  const known = dates.filter((date) => date !== null).map((date) => date.getTime())
  return known.length === 0 ? null : new Date(Math.max(...known))
}
