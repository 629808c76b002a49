import type { ListedModule } from '../../../catalogue/index.ts'
import { addMilliseconds, DAY, readName, readNote } from '../../../lib/index.ts'
import { ADMIN_SCOPE, scopesOf } from '../../../scopes/index.ts'
import {
  type Expiry,
  LONGEST_DESCRIPTION,
  LONGEST_NAME,
  type Token,
  type TokenPolicy,
} from '../../../tokens/index.ts'
import type { FormFields } from '../../body.ts'
import { listOf, textOf } from '../form.ts'

/** What the form holds, as it was typed. */
export type TokenForm = {
  readonly name: string
  readonly description: string
  /** A number of days, `custom` or `never`. */
  readonly expiresIn: string
  /** `2026-12-31`; counts where `expiresIn` is `custom`. */
  readonly expiresOn: string
  readonly scopes: readonly string[]
}

const USUAL_DAYS = [7, 30, 60, 90, 365]

/** The choices of days: the usual ones that the policy allows, and its default. */
export function daysToChoose({ defaultDays, maxDays }: TokenPolicy): number[] {
  const days = [...USUAL_DAYS.filter((usual) => usual <= maxDays), defaultDays]
  return [...new Set(days)].sort((a, b) => a - b)
}

const emptyForm = (policy: TokenPolicy): TokenForm => ({
  name: '',
  description: '',
  expiresIn: String(policy.defaultDays),
  expiresOn: '',
  scopes: [],
})

/** Named fields only: whatever else is posted has no effect (U11). */
export function readTokenForm(fields: FormFields): TokenForm {
  const access = Object.keys(fields).filter((name) => name.startsWith('access.'))
  return {
    name: textOf(fields, 'name'),
    description: textOf(fields, 'description'),
    expiresIn: textOf(fields, 'expires_in'),
    expiresOn: textOf(fields, 'expires_on'),
    scopes: [...access, 'scope'].flatMap((name) => listOf(fields, name)).filter((scope) => scope !== ''),
  }
}

/** For `mint`, which checks it. A number of days that is none becomes NaN there and is refused. */
export function toExpiry({ expiresIn, expiresOn }: TokenForm): Expiry {
  if (expiresIn === 'never') return 'never'
  if (expiresIn === 'custom') return { on: expiresOn }
  return { inDays: /^\d{1,6}$/.test(expiresIn) ? Number(expiresIn) : Number.NaN }
}

export type Prefill = {
  readonly form: TokenForm
  /** What was left out of the form, in words. */
  readonly dropped: readonly string[]
}

type Allowed = {
  readonly modules: readonly ListedModule[]
  readonly mayGrantAdmin: boolean
  readonly policy: TokenPolicy
  readonly now: Date
}

type Link = {
  readonly name: string
  readonly description: string
  readonly expiresIn: string
  readonly scope: string
}

/**
 * The form as a link of somebody else's asks for it: `?name=&expires_in=30&scope=tracker:read+documents:write`. Every
 * part is checked; what is not good is left out and said, never corrected.
 */
export function prefillFromLink(link: Link, allowed: Allowed): Prefill {
  const name = link.name.trim() === '' ? '' : readName(link.name, LONGEST_NAME)
  const description = readNote(link.description, LONGEST_DESCRIPTION)
  const expiry = link.expiresIn === '' ? {} : chooseExpiry(link.expiresIn, allowed)
  const scopes = chooseScopes(link.scope.split(' '), allowed)
  return {
    form: {
      ...emptyForm(allowed.policy),
      name: name ?? '',
      description: description ?? '',
      ...expiry,
      scopes: scopes.kept,
    },
    dropped: [
      name === undefined ? ['the name'] : [],
      description === undefined ? ['the description'] : [],
      expiry === undefined ? [`the expiration ${quote(link.expiresIn)}`] : [],
      scopes.dropped.map((scope) => `the scope ${quote(scope)}`),
    ].flat(),
  }
}

/** The form filled from an existing token. Scopes that have gone since are left out. */
export function prefillFromToken(token: Token, allowed: Allowed): Prefill {
  const scopes = chooseScopes(token.scopes, allowed)
  const life =
    token.expiresAt === null ? undefined : (token.expiresAt.getTime() - token.createdAt.getTime()) / DAY
  const expiresIn =
    life === undefined ? 'never' : String(Math.min(Math.max(1, Math.round(life)), allowed.policy.maxDays))
  return {
    form: {
      ...emptyForm(allowed.policy),
      name: token.name,
      description: token.description,
      ...chooseExpiry(expiresIn, allowed),
      scopes: scopes.kept,
    },
    dropped: scopes.dropped.map((scope) => `the scope ${quote(scope)}`),
  }
}

function chooseExpiry(wanted: string, { policy, now }: Allowed) {
  if (wanted === 'never' && policy.allowNever) return { expiresIn: 'never' }
  const days = /^[1-9]\d{0,5}$/.test(wanted) ? Number(wanted) : Number.NaN
  if (!(days <= policy.maxDays)) return undefined
  if (daysToChoose(policy).includes(days)) return { expiresIn: String(days) }
  return {
    expiresIn: 'custom',
    expiresOn: addMilliseconds(now, days * DAY)
      .toISOString()
      .slice(0, 10),
  }
}

function chooseScopes(wanted: readonly string[], { modules, mayGrantAdmin }: Allowed) {
  const known = new Set([...modules.flatMap(scopesOf), ...(mayGrantAdmin ? [ADMIN_SCOPE] : [])])
  const asked = [...new Set(wanted.filter((scope) => scope !== ''))]
  return {
    kept: asked.filter((scope) => known.has(scope)),
    dropped: asked.filter((scope) => !known.has(scope)).slice(0, 10),
  }
}

const quote = (text: string): string => `“${text.slice(0, 60)}”`
