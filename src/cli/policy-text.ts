import type { OrganizationLimits, PolicySettings } from '../policy/index.ts'
import { facts } from './text.ts'

type Shown = Partial<PolicySettings> & OrganizationLimits

const LABELS = {
  defaultDays: 'Default lifetime',
  maxDays: 'Longest lifetime',
  allowNever: 'Never-expiring tokens',
  maxIdleDays: 'Longest idle time',
  tokensPerAccount: 'Tokens per account',
  kinds: 'Kinds',
  requireNetworks: 'Networks of a token',
  networks: 'Every use comes from',
  memberScopes: 'Members may grant',
  adminScopes: 'Administrators may grant',
  scopes: 'Scopes at the most',
} as const satisfies Record<keyof Shown, string>

const KEYS = Object.keys(LABELS) as (keyof Shown)[]

/** A policy as lines; settings that it does not have are left out. */
export const describePolicy = (policy: Shown): string =>
  facts(KEYS.map((key) => [LABELS[key], policy[key] === undefined ? undefined : show(key, policy)]))

function show(key: keyof Shown, policy: Shown): string {
  const value = policy[key]
  if (key === 'allowNever') return value === true ? 'allowed' : 'not allowed'
  if (key === 'requireNetworks') return value === true ? 'required' : 'as its owner likes'
  if (key === 'networks' && policy.networks?.length === 0) return 'anywhere'
  if (typeof value === 'number') return key === 'tokensPerAccount' ? String(value) : `${value} days`
  return Array.isArray(value) && value.length > 0 ? value.join(', ') : 'none'
}
