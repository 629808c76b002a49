import { addMilliseconds, DAY } from '../../../../lib/index.ts'
import type { OrganizationLimits, PolicySettings } from '../../../../policy/index.ts'
import { dayInWords, toMoment } from '../../moments.ts'
import type { PageDeps } from '../../page.ts'
import { RULES } from '../../tokens/standing-view.ts'
import { counted } from '../accounts/account-view.ts'
import type { PolicyPlace } from './place.ts'
import { listDifferences } from './settings-words.ts'

type Settings = PolicySettings | OrganizationLimits

/** From when a policy holds for tokens that exist already. */
const STARTS = [
  { value: 'now', label: 'Now', days: 0 },
  { value: 'week', label: 'In 7 days', days: 7 },
  { value: 'month', label: 'In 30 days', days: 30 },
] as const

/** Now, where nothing that is known was chosen. */
export function toEnforcedFrom(chosen: string, now: Date): Date {
  const days = STARTS.find(({ value }) => value === chosen)?.days ?? 0
  return addMilliseconds(now, days * DAY)
}

/**
 * What saving the policy takes away from tokens that live: which of them end, when, and what they lose besides.
 * `undefined` where it takes nothing.
 */
export async function findEffect({ tokens, clock }: PageDeps, place: PolicyPlace, after: Settings) {
  const { organizationId, present } = place
  const now = clock()
  const moments = STARTS.map(({ days }) => addMilliseconds(now, days * DAY))
  const { isAll, found } = await tokens.previewPolicy({ organizationId, settings: after }, moments)
  const [atOnce] = found
  if (atOnce === undefined || (isAll && atOnce.total === 0 && atOnce.narrowed.total === 0)) return undefined
  const losses = [...listLosses(present, after), ...sayNarrowed(atOnce.narrowed, isAll)]
  const starts = STARTS.map(({ value, label, days }, index) => ({
    value,
    label,
    text: sayStart(moments[index] ?? now, days, found[index] ?? atOnce, isAll),
  }))
  return {
    total: atOnce.total,
    lead: sayTotal(atOnce.total, isAll),
    isAll,
    changes: listDifferences(present, after),
    losses,
    starts,
    tokens: atOnce.tokens.map(({ token, end }) => ({
      name: token.name,
      href: `/admin/tokens/${token.id}`,
      owner: token.accountEmail,
      rule: RULES[end.rule],
      end: end.at <= now ? undefined : toMoment(end.at, now),
    })),
    more: atOnce.total - atOnce.tokens.length,
    narrowed: atOnce.narrowed.tokens.map(({ token, lostScopes, fewerNetworks }) => ({
      name: token.name,
      href: `/admin/tokens/${token.id}`,
      owner: token.accountEmail,
      loses: [...lostScopes, ...(fewerNetworks ? ['other networks'] : [])].join(', '),
    })),
    moreNarrowed: atOnce.narrowed.total - atOnce.narrowed.tokens.length,
  }
}

const sayTotal = (total: number, isAll: boolean): string => {
  if (total > 0)
    return `${atLeast(isAll, counted(total, 'live token does', 'live tokens do'))} not comply with it.`
  return isAll
    ? 'No token ends by it, but what tokens may do becomes less.'
    : 'No token that was looked at ends by it, but not all of them were.'
}

const atLeast = (isAll: boolean, text: string): string => (isAll ? text : `At least ${text}`)

type Stopping = { readonly total: number; readonly stoppingNow: number }

function sayStart(from: Date, days: number, { total, stoppingNow }: Stopping, isAll: boolean): string {
  const when = days === 0 ? 'at once' : `on ${dayInWords(from)}`
  const later = total - stoppingNow
  const stops =
    stoppingNow === 0 && !isAll
      ? 'None that was looked at stops'
      : atLeast(isAll, counted(stoppingNow, 'token stops', 'tokens stop'))
  if (total === 0)
    return `It holds for tokens that exist ${days === 0 ? 'at once' : `from ${dayInWords(from)} on`}.`
  return later === 0 ? `${stops} ${when}.` : `${stops} ${when}, ${later.toLocaleString('en')} later.`
}

/** What tokens lose without ending. */
function listLosses(before: Settings, after: Settings): string[] {
  const [was, is] = [before, after] as [Lists, Lists]
  const isNarrower = (['memberScopes', 'adminScopes', 'scopes'] as const).some((field) => {
    const [old, now] = [was[field], is[field]]
    return now !== undefined && (old === undefined || old.some((pattern) => !now.includes(pattern)))
  })
  const [from, to] = [was.networks ?? [], is.networks ?? []]
  const isCloser = to.length > 0 && (from.length === 0 || from.some((network) => !to.includes(network)))
  return [
    ...(isNarrower ? ['Tokens lose the scopes that their owners may no longer grant.'] : []),
    ...(isCloser ? ['Tokens are inactive where a request comes from any other network.'] : []),
  ]
}

type Narrowed = { readonly losingScopes: number; readonly losingNetworks: number }

/** How many live tokens that is. */
const sayNarrowed = ({ losingScopes, losingNetworks }: Narrowed, isAll: boolean): string[] => [
  ...(losingScopes === 0
    ? []
    : [`${atLeast(isAll, counted(losingScopes, 'live token loses', 'live tokens lose'))} scopes.`]),
  ...(losingNetworks === 0
    ? []
    : [
        `${atLeast(isAll, counted(losingNetworks, 'live token is', 'live tokens are'))} good from fewer networks.`,
      ]),
]

type Lists = Partial<Record<'memberScopes' | 'adminScopes' | 'scopes' | 'networks', readonly string[]>>
