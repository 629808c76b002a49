import { isDeepStrictEqual } from 'node:util'
import type { OrganizationLimits, PolicySettings, PolicyVersion } from '../../../../policy/index.ts'
import { dayInWords, toMoment } from '../../moments.ts'

type Settings = PolicySettings | OrganizationLimits

const LABELS: Readonly<Record<string, string>> = {
  defaultDays: 'Default lifetime',
  maxDays: 'Longest lifetime',
  allowNever: 'Never expiring',
  maxIdleDays: 'Longest idle time',
  tokensPerAccount: 'Tokens per account',
  kinds: 'Kinds',
  requireNetworks: 'Networks on every token',
  networks: 'Networks',
  memberScopes: 'Members may grant',
  adminScopes: 'Administrators may grant',
  scopes: 'Scopes at the most',
}

function print(field: string, value: Value): string {
  if (value === undefined) return 'as on the instance'
  if (value === null) return 'no limit'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return field.endsWith('Days') ? `${value} days` : String(value)
  if (value.length > 0) return value.join(', ')
  return field === 'networks' ? 'anywhere' : 'nothing'
}

type Value = number | boolean | null | undefined | readonly string[]

/** What one policy has other than the one before it, a line each. */
export const listDifferences = (before: Settings, after: Settings): string[] =>
  Object.keys(LABELS).flatMap((field) => {
    const [was, is] = [settingOf(before, field), settingOf(after, field)]
    return isDeepStrictEqual(was, is) ? [] : [`${LABELS[field]}: ${print(field, was)} → ${print(field, is)}`]
  })

const settingOf = (settings: Settings, field: string): Value => settings[field as keyof Settings]

/** The newest first; `initial` is what held before the first of them. */
export const viewHistory = (versions: readonly PolicyVersion[], initial: Settings, now: Date) =>
  versions.map((version, index) => ({
    by: version.madeBy,
    time: toMoment(version.createdAt, now),
    changes: listDifferences(versions[index + 1]?.settings ?? initial, version.settings),
    enforced:
      version.enforcedFrom > version.createdAt
        ? `For tokens that existed from ${dayInWords(version.enforcedFrom)} on.`
        : '',
  }))
