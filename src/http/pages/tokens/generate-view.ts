import { addMilliseconds, DAY, type ProductError } from '../../../lib/index.ts'
import { describeScopes } from '../../../scopes/index.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME } from '../../../tokens/index.ts'
import { type FormErrors, field, type Notice } from '../form.ts'
import { dayInShort, dayInWords } from '../moments.ts'
import type { TokenForm } from './generate-form.ts'
import { chosenPlace, type Offer } from './generate-offer.ts'
import {
  daysInWords,
  daysToChoose,
  groupPlaces,
  longestDays,
  mayNeverExpire,
  viewPolicy,
} from './generate-policy.ts'
import type { TokenFormTarget } from './generate-target.ts'
import { viewScopes } from './scopes-view.ts'
import { networksField, viewResourceServers } from './where-view.ts'

type Given = {
  readonly target: TokenFormTarget
  readonly offer: Offer
  readonly form: TokenForm
  readonly formKey: string
  /** A place was looked for, and nothing is to be generated yet. */
  readonly isSearch: boolean
  readonly isMintingOff: boolean
  /** Whether the password must be entered with this form. */
  readonly asksPassword: boolean
  readonly notice?: Notice | undefined
  readonly error?: ProductError | undefined
}

/** Where the link in the list of errors leads. */
const ANCHORS: Readonly<Record<string, string>> = {
  name: '#name',
  description: '#description',
  expires: '#expiry',
  kind: '#kind',
  scopes: '#scopes',
  networks: '#networks',
  resourceServers: '#resource-servers',
  password: '#password',
}

export function viewGenerate(given: Given) {
  const { target, offer, form, formKey, notice, isMintingOff, error } = given
  const errors = readErrors(error)
  const { heading, lead, submit, action, back, withheld } = target
  return {
    heading,
    lead,
    submit,
    action,
    back,
    withheld,
    isMintingOff,
    hasNothingToOffer: offer.places.length === 0,
    notice,
    formKey,
    errorTitle: error?.field === undefined ? 'No token was generated.' : 'Please look at this again:',
    errors: error === undefined ? [] : [{ message: error.message, href: ANCHORS[error.field ?? ''] }],
    password: given.asksPassword ? passwordField(errors, !given.isSearch) : undefined,
    policy: viewPolicy(offer),
    fields: viewFields(given, errors),
    expiry: viewExpiry(given, errors['expires']),
    kind: viewKind(given, errors['kind']),
    scopes: viewScopes({ ...offer, chosen: form.scopes, error: errors['scopes'] }),
    where: viewWhere(given, errors),
    summary: summarise(given),
  }
}

export const passwordField = (errors: FormErrors, focus = true) =>
  field(
    { id: 'password', label: 'Password', type: 'password', autocomplete: 'current-password', focus },
    errors,
  )

/** An error of a field stands beside it; that the password is missing is said by the field that asks for it. */
export const readErrors = (error: ProductError | undefined): FormErrors =>
  error?.field === undefined ? {} : { [error.field]: error.message }

const viewFields = ({ form, asksPassword, isSearch, error }: Given, errors: FormErrors) => ({
  name: field(
    {
      id: 'name',
      label: 'Name',
      value: form.name,
      max: LONGEST_NAME,
      hint: 'What uses it, so that you know it again: “CI deploy”.',
      autocomplete: 'off',
      focus: form.name === '' && !asksPassword && !isSearch && error === undefined,
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
})

function viewExpiry({ form, offer }: Given, error: string | undefined) {
  const inDays = (days: number) => addMilliseconds(offer.now, days * DAY)
  const days = daysToChoose(offer).map((count) => ({
    value: String(count),
    label: daysInWords(count),
    date: dayInShort(inDays(count)),
    until: `until ${dayInWords(inDays(count))}`,
  }))
  const never = { value: 'never', label: 'Never', date: 'No end', until: 'without an end' }
  const custom = { value: 'custom', label: 'Custom', date: 'Pick a date', until: '' }
  const options = [...days, custom, ...(mayNeverExpire(offer) ? [never] : [])]
  return {
    hint: explainLongest(offer),
    error,
    options: options.map((option) => ({ ...option, isChecked: option.value === form.expiresIn })),
    on: form.expiresOn,
    min: offer.now.toISOString().slice(0, 10),
    max: inDays(longestDays(offer)).toISOString().slice(0, 10),
  }
}

function explainLongest(offer: Offer): string {
  const longest = daysInWords(longestDays(offer))
  const shorter = offer.places.filter(({ policy }) => policy.maxDays < longestDays(offer))
  const exceptions = groupPlaces(shorter, ({ policy }) => daysInWords(policy.maxDays)).map(
    ([days, labels]) => `${days} for ${labels}`,
  )
  const most = `At most ${[longest, ...exceptions].join(', ')}`
  return mayNeverExpire(offer) ? `${most}, or never. A short life is the best protection.` : `${most}.`
}

function viewKind({ form, offer, isSearch }: Given, error: string | undefined) {
  const chosen = chosenPlace(offer, form.kind)
  const find = viewFind(offer)
  return {
    error,
    find: find && { ...find, focus: isSearch },
    isOnlyOne: offer.places.length === 1 && find === undefined,
    options: offer.places.map(({ value, label, about }) => ({
      value,
      label,
      about,
      isChecked: value === chosen?.value,
    })),
  }
}

/** Where not all places are shown, they can be looked for. */
function viewFind({ search: { text, found, hasMore } }: Offer) {
  if (text === '' && !hasMore) return undefined
  const of = text === '' ? '' : ` that have “${text}” in their name`
  if (hasMore) return { text, status: `The first ${found} places${of} are shown. Find others by name.` }
  const count = found === 0 ? 'None of your places has' : found === 1 ? '1 place has' : `${found} places have`
  return { text, status: `${count} “${text}” in ${found > 1 ? 'their' : 'its'} name.` }
}

function viewWhere({ form, offer }: Given, errors: FormErrors) {
  const isRequired = offer.places.some(({ policy }) => policy.requireNetworks)
  const isForAll = offer.places.every(({ policy }) => policy.requireNetworks)
  const isFilled = form.networks !== '' || form.resourceServers.length > 0
  const hasError = errors['networks'] !== undefined || errors['resourceServers'] !== undefined
  return {
    isOpen: isRequired || isFilled || hasError,
    networks: networksField(form.networks, { isOptional: !isForAll }, errors),
    resourceServers: viewResourceServers(offer.resourceServers, form.resourceServers, errors),
  }
}

/** The whole form in one sentence. The script keeps it up to date while the form is filled in. */
function summarise({ form, offer }: Given): string {
  if (form.scopes.length === 0) return 'Choose at least one scope.'
  const what = describeScopes(form.scopes, offer.modules)
  return `${form.name.trim() || 'This token'} can ${what} ${until(form, offer)}`.trim().concat('.')
}

function until({ expiresIn, expiresOn }: TokenForm, offer: Offer): string {
  if (expiresIn === 'never') return 'without an end'
  if (expiresIn === 'custom') {
    const on = new Date(`${expiresOn}T00:00:00Z`)
    return Number.isNaN(on.getTime()) ? '' : `until the end of ${dayInWords(on)}`
  }
  const days = Number(expiresIn)
  const isGood = days >= 1 && days <= longestDays(offer)
  return isGood ? `until ${dayInWords(addMilliseconds(offer.now, days * DAY))}` : ''
}
