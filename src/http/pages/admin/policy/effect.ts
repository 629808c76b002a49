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
  const failing = (enforcedFrom: Date) =>
    tokens.findNonCompliant({ organizationId, settings: after, enforcedFrom })
  const atOnce = await failing(now)
  if (atOnce.total === 0 && atOnce.narrowed.total === 0) return undefined
  const losses = [...listLosses(present, after), ...sayNarrowed(atOnce.narrowed)]
  const starts = []
  for (const { value, label, days } of STARTS) {
    const from = addMilliseconds(now, days * DAY)
    const { total, stoppingNow } = days === 0 ? atOnce : await failing(from)
    starts.push({ value, label, text: sayStart(from, days, { total, stoppingNow }) })
  }
  return {
    total: atOnce.total,
    lead: sayTotal(atOnce.total),
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

const sayTotal = (total: number): string =>
  total === 0
    ? 'No token ends by it, but what tokens may do becomes less.'
    : `${counted(total, 'live token does', 'live tokens do')} not comply with it.`

function sayStart(from: Date, days: number, { total, stoppingNow }: { total: number; stoppingNow: number }) {
  const when = days === 0 ? 'at once' : `on ${dayInWords(from)}`
  const later = total - stoppingNow
  const stops = counted(stoppingNow, 'token stops', 'tokens stop')
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

/** How many live tokens that is. */
const sayNarrowed = ({ losingScopes, losingNetworks }: { losingScopes: number; losingNetworks: number }) => [
  ...(losingScopes === 0 ? [] : [`${counted(losingScopes, 'live token loses', 'live tokens lose')} scopes.`]),
  ...(losingNetworks === 0
    ? []
    : [`${counted(losingNetworks, 'live token is', 'live tokens are')} good from fewer networks.`]),
]

type Lists = Partial<Record<'memberScopes' | 'adminScopes' | 'scopes' | 'networks', readonly string[]>>
