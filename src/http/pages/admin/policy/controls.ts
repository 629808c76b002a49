import { type PolicySettings, TOKEN_KINDS, type TokenKind } from '../../../../policy/index.ts'
import type { FormErrors } from '../../form.ts'
import { type Control, choicesControl, fieldControl } from '../form-page.ts'
import type { PolicyForm } from './policy-form.ts'

export type ControlGroup = { readonly title: string; readonly controls: readonly Control[] }

const KINDS: Readonly<Record<TokenKind, { label: string; text: string }>> = {
  personal: { label: 'Personal', text: 'It acts as its account, and stops when that does.' },
  workspace: {
    label: 'Of a workspace',
    text: 'It belongs to the workspace. Its administrators answer for it.',
  },
  organization: {
    label: 'Of an organization',
    text: 'It belongs to the organization. Its administrators answer for it.',
  },
}

type Given = {
  readonly form: PolicyForm
  readonly errors: FormErrors
  /** Given for an organization's policy: what stands beneath it, and what it cannot exceed. */
  readonly instance?: PolicySettings
}

/** The form, group by group. An organization leaves empty what is to be as on the instance. */
export function groupControls(given: Given): ControlGroup[] {
  return [
    { title: 'Lifetime', controls: lifetime(given) },
    { title: 'Tokens', controls: tokens(given) },
    { title: 'Networks', controls: networks(given) },
    { title: 'Scopes', controls: scopes(given) },
  ]
}

function lifetime({ form, errors, instance }: Given): Control[] {
  const days = (
    id: 'defaultDays' | 'maxDays' | 'maxIdleDays',
    label: string,
    hint: string,
    most?: number | null,
  ) =>
    fieldControl(
      {
        id,
        label,
        value: form[id],
        max: 9,
        optional: instance !== undefined || id === 'maxIdleDays',
        hint: instance === undefined ? hint : `${hint} ${sayInstance(most)}`,
      },
      errors,
    )
  return [
    days('defaultDays', 'Default lifetime, in days', 'What the form offers first.', instance?.defaultDays),
    days('maxDays', 'Longest lifetime, in days', 'From when a token is generated.', instance?.maxDays),
    ...(instance?.allowNever === false
      ? []
      : [
          choicesControl(
            {
              name: 'allowNever',
              legend: 'Without an end',
              options: [
                {
                  value: 'yes',
                  label: 'Tokens may never expire',
                  text: 'A short life is the best protection.',
                },
              ],
              chosen: [form.allowNever],
            },
            errors,
          ),
        ]),
    days(
      'maxIdleDays',
      'Longest idle time, in days',
      instance === undefined
        ? 'A token that was not used for so long has expired. Empty: however long.'
        : 'A token that was not used for so long has expired.',
      instance?.maxIdleDays,
    ),
  ]
}

const sayInstance = (most: number | null | undefined): string =>
  most === null || most === undefined
    ? 'Empty: no limit, as on the instance.'
    : `Empty: ${most}, as on the instance.`

function tokens({ form, errors, instance }: Given): Control[] {
  return [
    fieldControl(
      {
        id: 'tokensPerAccount',
        label: 'Tokens per account',
        value: form.tokensPerAccount,
        max: 9,
        optional: instance !== undefined,
        hint:
          instance === undefined
            ? 'How many active ones an account may have. It holds for new tokens.'
            : `How many active ones an account may have. ${sayInstance(instance.tokensPerAccount)}`,
      },
      errors,
    ),
    choicesControl(
      {
        name: 'kinds',
        legend: 'Kinds',
        options: (instance?.kinds ?? TOKEN_KINDS).map((value) => ({ value, ...KINDS[value] })),
        chosen: form.kinds,
      },
      errors,
    ),
  ]
}

function networks({ form, errors, instance }: Given): Control[] {
  return [
    fieldControl(
      {
        id: 'networks',
        label: 'Networks that tokens are used from',
        type: 'textarea',
        value: form.networks,
        optional: true,
        hint: 'One a line: 203.0.113.0/24, 2001:db8::/32. Resource servers must say where a request comes from. Empty: from anywhere.',
      },
      errors,
    ),
    ...(instance?.requireNetworks === true
      ? []
      : [
          choicesControl(
            {
              name: 'requireNetworks',
              legend: 'Each token’s own networks',
              options: [
                {
                  value: 'yes',
                  label: 'Every token must name the networks that it is used from',
                  text: 'Tokens that name none stop.',
                },
              ],
              chosen: [form.requireNetworks],
            },
            errors,
          ),
        ]),
  ]
}

const PATTERNS = 'Patterns, separated by spaces: * (all but admin), *:read, tracker:*, tracker:write.'

function scopes({ form, errors, instance }: Given): Control[] {
  const patterns = (
    id: 'memberScopes' | 'adminScopes' | 'scopes',
    label: string,
    hint: string,
    optional = false,
  ) => fieldControl({ id, label, type: 'textarea', value: form[id], hint, optional }, errors)
  if (instance !== undefined) {
    return [
      patterns(
        'scopes',
        'What its tokens may do at the most',
        `${PATTERNS} Empty: as on the instance.`,
        true,
      ),
    ]
  }
  return [
    patterns('memberScopes', 'What members may grant', PATTERNS),
    patterns(
      'adminScopes',
      'What administrators may grant',
      'The same for administrators, and admin: everything, everywhere.',
    ),
  ]
}
