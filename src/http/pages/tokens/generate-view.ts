import type { ListedModule } from '../../../catalogue/index.ts'
import { addMilliseconds, DAY, type ProductError } from '../../../lib/index.ts'
import { ADMIN_SCOPE, describeScopes } from '../../../scopes/index.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME, type TokenPolicy } from '../../../tokens/index.ts'
import { type FormErrors, field, type Notice } from '../form.ts'
import { dayInShort, dayInWords } from '../moments.ts'
import { daysToChoose, type TokenForm } from './generate-form.ts'

type Given = {
  readonly form: TokenForm
  readonly formKey: string
  readonly modules: readonly ListedModule[]
  readonly mayGrantAdmin: boolean
  readonly policy: TokenPolicy
  readonly now: Date
  readonly isMintingOff: boolean
  /** Whether the password must be entered with this form. */
  readonly asksPassword: boolean
  readonly notice?: Notice | undefined
  readonly error?: ProductError | undefined
}

const FILTER_FROM = 9

/** Where the link in the list of errors leads. */
const ANCHORS: Readonly<Record<string, string>> = {
  name: '#name',
  description: '#description',
  expires: '#expiry',
  scopes: '#scopes',
  password: '#password',
}

export function viewGenerate(given: Given) {
  const { form, formKey, notice, isMintingOff, error } = given
  const errors = readErrors(error)
  return {
    isMintingOff,
    notice,
    formKey,
    errorTitle: error?.field === undefined ? 'No token was generated.' : 'Please look at this again:',
    errors: error === undefined ? [] : [{ message: error.message, href: ANCHORS[error.field ?? ''] }],
    password: given.asksPassword ? passwordField(errors) : undefined,
    fields: {
      name: field(
        {
          id: 'name',
          label: 'Name',
          value: form.name,
          max: LONGEST_NAME,
          hint: 'What uses it, so that you know it again: “CI deploy”.',
          autocomplete: 'off',
          focus: form.name === '' && !given.asksPassword && error === undefined,
        },
        errors,
      ),
      description: field(
        {
          id: 'description',
          label: 'Description',
          type: 'textarea',
          value: form.description,
          max: LONGEST_DESCRIPTION,
          optional: true,
        },
        errors,
      ),
    },
    expiry: viewExpiry(given, errors['expires']),
    scopes: viewScopes(given, errors['scopes']),
    summary: summarise(given),
  }
}

export const passwordField = (errors: FormErrors) =>
  field(
    { id: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus: true },
    errors,
  )

/** An error of a field stands beside it; that the password is missing is said by the field that asks for it. */
export const readErrors = (error: ProductError | undefined): FormErrors =>
  error?.field === undefined ? {} : { [error.field]: error.message }

function viewExpiry({ form, policy, now }: Given, error: string | undefined) {
  const inDays = (days: number) => addMilliseconds(now, days * DAY)
  const days = daysToChoose(policy).map((count) => ({
    value: String(count),
    label: count === 365 ? '1 year' : count === 1 ? '1 day' : `${count} days`,
    date: dayInShort(inDays(count)),
    until: `until ${dayInWords(inDays(count))}`,
  }))
  const never = { value: 'never', label: 'Never', date: 'No end', until: 'without an end' }
  const custom = { value: 'custom', label: 'Custom', date: 'Pick a date', until: '' }
  const options = [...days, custom, ...(policy.allowNever ? [never] : [])]
  const longest = policy.maxDays === 365 ? '1 year' : `${policy.maxDays} days`
  return {
    hint: policy.allowNever
      ? `At most ${longest}, or never. A short life is the best protection.`
      : `At most ${longest} on this server.`,
    error,
    options: options.map((option) => ({ ...option, isChecked: option.value === form.expiresIn })),
    on: form.expiresOn,
    min: now.toISOString().slice(0, 10),
    max: inDays(policy.maxDays).toISOString().slice(0, 10),
  }
}

function viewScopes({ form, modules, mayGrantAdmin }: Given, error: string | undefined) {
  const chosen = new Set(form.scopes)
  return {
    error,
    hasFilter: modules.length >= FILTER_FROM,
    modules: modules.map((module) => viewModule(module, chosen)),
    admin: mayGrantAdmin ? { isChecked: chosen.has(ADMIN_SCOPE) } : undefined,
  }
}

function viewModule(module: ListedModule, chosen: ReadonlySet<string>) {
  const [read, write] = [`${module.name}:read`, `${module.name}:write`]
  const [canRead, canWrite] = [module.actions.includes('read'), module.actions.includes('write')]
  const level = canWrite && chosen.has(write) ? write : canRead && chosen.has(read) ? read : ''
  const levels = [
    { value: '', label: 'No access', actions: '' },
    ...(canRead ? [{ value: read, label: 'Read', actions: 'read' }] : []),
    ...(canWrite
      ? [
          {
            value: write,
            label: canRead ? 'Read and write' : 'Write',
            actions: canRead ? 'read write' : 'write',
          },
        ]
      : []),
  ]
  const extras = module.actions.filter((action) => action !== 'read' && action !== 'write')
  return {
    name: module.name,
    title: module.title,
    description: module.description,
    words: `${module.title} ${module.name} ${module.description}`.toLowerCase(),
    servers:
      module.resourceServers.length === 0
        ? 'No resource server serves it yet'
        : `Served by ${module.resourceServers.join(', ')}`,
    levels: levels.map((option) => ({ ...option, isChecked: option.value === level })),
    extras: extras.map((action) => {
      const value = `${module.name}:${action}`
      return { value, label: action, isChecked: chosen.has(value) }
    }),
  }
}

/** The whole form in one sentence. The script keeps it up to date while the form is filled in. */
function summarise({ form, modules, policy, now }: Given): string {
  if (form.scopes.length === 0) return 'Choose at least one scope.'
  const what = describeScopes(form.scopes, modules)
  return `${form.name.trim() || 'This token'} can ${what} ${until(form, policy, now)}`.trim().concat('.')
}

function until({ expiresIn, expiresOn }: TokenForm, policy: TokenPolicy, now: Date): string {
  if (expiresIn === 'never') return 'without an end'
  if (expiresIn === 'custom') {
    const on = new Date(`${expiresOn}T00:00:00Z`)
    return Number.isNaN(on.getTime()) ? '' : `until the end of ${dayInWords(on)}`
  }
  const days = Number(expiresIn)
  const isGood = days >= 1 && days <= policy.maxDays
  return isGood ? `until ${dayInWords(addMilliseconds(now, days * DAY))}` : ''
}
