import type { OrganizationLimits, PolicySettings } from './policy.ts'
import { least } from './strictest.ts'

/**
 * An organization's limits as they are in effect: where the instance's policy became stricter after they were saved, that
 * counts. Kinds of which none would be left stay as they are, because a policy allows at least one.
 */
export function limitsUnder(instance: PolicySettings, limits: OrganizationLimits): OrganizationLimits {
  const kinds = limits.kinds?.filter((kind) => instance.kinds.includes(kind)) ?? []
  const strictest: OrganizationLimits = {
    ...limits,
    defaultDays: Math.min(limits.defaultDays ?? 0, instance.maxDays),
    maxDays: Math.min(limits.maxDays ?? 0, instance.maxDays),
    maxIdleDays: least(limits.maxIdleDays ?? null, instance.maxIdleDays),
    tokensPerAccount: Math.min(limits.tokensPerAccount ?? 0, instance.tokensPerAccount),
    allowNever: limits.allowNever === true && instance.allowNever,
    requireNetworks: limits.requireNetworks === true || instance.requireNetworks,
    kinds: kinds.length === 0 ? (limits.kinds ?? []) : kinds,
  }
  return Object.fromEntries(Object.entries(strictest).filter(([name]) => name in limits))
}
