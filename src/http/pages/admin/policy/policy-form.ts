import type { OrganizationLimits, PolicySettings } from '../../../../policy/index.ts'
import type { FormFields } from '../../../body.ts'
import { listOf, textOf } from '../../form.ts'

/** What the form holds, as it was typed. The instance's and an organization's have most fields in common. */
export type PolicyForm = {
  readonly [Name in TextName]: string
} & {
  /** `yes`, or empty. */
  readonly allowNever: string
  readonly requireNetworks: string
  readonly kinds: readonly string[]
}

type TextName = (typeof TEXTS)[number]

const TEXTS = [
  'defaultDays',
  'maxDays',
  'maxIdleDays',
  'tokensPerAccount',
  'networks',
  'memberScopes',
  'adminScopes',
  'scopes',
] as const

/** Named fields only: whatever else is posted has no effect (U11). */
export function readPolicyForm(fields: FormFields): PolicyForm {
  const texts = TEXTS.map((name) => [name, textOf(fields, name).slice(0, 20_000)])
  return {
    ...(Object.fromEntries(texts) as Record<TextName, string>),
    allowNever: textOf(fields, 'allowNever'),
    requireNetworks: textOf(fields, 'requireNetworks'),
    kinds: listOf(fields, 'kinds'),
  }
}

/** The same as hidden fields, for the step that asks once more. */
export const hiddenFieldsOf = ({ kinds, ...texts }: PolicyForm): { name: string; value: string }[] => [
  ...Object.entries(texts).map(([name, value]) => ({ name, value })),
  ...kinds.map((value) => ({ name: 'kinds', value })),
]

/** For `policies.parse`, which checks it: what is no number becomes NaN there and is refused. */
export const toSettings = (form: PolicyForm) => ({
  defaultDays: toNumber(form.defaultDays),
  maxDays: toNumber(form.maxDays),
  allowNever: form.allowNever === 'yes',
  maxIdleDays: form.maxIdleDays.trim() === '' ? null : toNumber(form.maxIdleDays),
  tokensPerAccount: toNumber(form.tokensPerAccount),
  kinds: form.kinds,
  requireNetworks: form.requireNetworks === 'yes',
  networks: toWords(form.networks),
  memberScopes: toWords(form.memberScopes),
  adminScopes: toWords(form.adminScopes),
})

/** For `policies.parseLimits`. What is as on the instance is left out, so that it follows the instance. */
export function toLimits(form: PolicyForm, instance: PolicySettings) {
  const numbers = (['defaultDays', 'maxDays', 'maxIdleDays', 'tokensPerAccount'] as const).map((name) =>
    form[name].trim() === '' ? {} : { [name]: toNumber(form[name]) },
  )
  const [networks, scopes] = [toWords(form.networks), toWords(form.scopes)]
  const isEveryKind = instance.kinds.every((kind) => form.kinds.includes(kind))
  return Object.assign({}, ...numbers, {
    ...(instance.allowNever && form.allowNever !== 'yes' ? { allowNever: false } : {}),
    ...(!instance.requireNetworks && form.requireNetworks === 'yes' ? { requireNetworks: true } : {}),
    ...(isEveryKind ? {} : { kinds: form.kinds }),
    ...(networks.length === 0 ? {} : { networks }),
    ...(scopes.length === 0 ? {} : { scopes }),
  }) as object
}

export const fromSettings = (settings: PolicySettings): PolicyForm => ({
  defaultDays: String(settings.defaultDays),
  maxDays: String(settings.maxDays),
  maxIdleDays: settings.maxIdleDays === null ? '' : String(settings.maxIdleDays),
  tokensPerAccount: String(settings.tokensPerAccount),
  allowNever: settings.allowNever ? 'yes' : '',
  requireNetworks: settings.requireNetworks ? 'yes' : '',
  kinds: settings.kinds,
  networks: settings.networks.join('\n'),
  memberScopes: settings.memberScopes.join(' '),
  adminScopes: settings.adminScopes.join(' '),
  scopes: '',
})

export const fromLimits = (limits: OrganizationLimits, instance: PolicySettings): PolicyForm => ({
  defaultDays: String(limits.defaultDays ?? ''),
  maxDays: String(limits.maxDays ?? ''),
  maxIdleDays: String(limits.maxIdleDays ?? ''),
  tokensPerAccount: String(limits.tokensPerAccount ?? ''),
  allowNever: (limits.allowNever ?? instance.allowNever) ? 'yes' : '',
  requireNetworks: (limits.requireNetworks ?? instance.requireNetworks) ? 'yes' : '',
  kinds: limits.kinds ?? instance.kinds,
  networks: (limits.networks ?? []).join('\n'),
  memberScopes: '',
  adminScopes: '',
  scopes: (limits.scopes ?? []).join(' '),
})

const toNumber = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN)

const toWords = (text: string): string[] => text.split(/[\s,]+/).filter((word) => word !== '')
