import type { AuditEvent } from '../../../audit/index.ts'
import { describeScopes, type Module } from '../../../scopes/index.ts'
import { findNextEnd, type Token, type Usage } from '../../../tokens/index.ts'
import { dayInWords, toMoment } from '../moments.ts'
import { countUses, drawUsage } from './chart.ts'
import { listFacts } from './facts-view.ts'
import { viewHistory } from './history-view.ts'
import { isAdoptable, policyEndInWords, suspensionInWords } from './standing-view.ts'
import { duplicateHref, endedOf, hrefOf, scopePills } from './token-view.ts'

type Given = {
  readonly token: Token
  readonly usage: Usage
  readonly events: readonly AuditEvent[]
  readonly modules: readonly Module[]
  readonly prefix: string
  /** What a token may do that has no rate limit of its own. */
  readonly perMinute: number
  readonly now: Date
  readonly isMintingOff: boolean
  readonly visitorId: string
  /** As for a row of the list. */
  readonly hrefOf?: (tokenId: string) => string
}

export function viewDetails(given: Given) {
  const { token, usage, events, prefix, perMinute, now, isMintingOff, visitorId } = given
  const ended = endedOf(token, now)
  const isLive = ended === undefined
  const suspension = isLive ? suspensionInWords(token) : ''
  return {
    isMintingOff,
    back: backOf(token, visitorId),
    summary: summarise(given, ended !== undefined),
    suspension,
    policyEnd: isLive ? policyEndInWords(token, now) : '',
    token: {
      name: token.name,
      href: hrefOf(token.id),
      duplicateHref: duplicateHref(token),
      scopes: scopePills(token),
      state: describeState(token, ended?.what, suspension),
      canEdit: isLive,
      canRotate: isLive && token.rotatedTo === null && !isMintingOff,
      canRevoke: isLive,
      canAdopt: isLive && isAdoptable(token, visitorId),
    },
    facts: listFacts(token, { prefix, perMinute, now, ended, hrefOf: given.hrefOf }),
    usage: viewUsage(usage, now),
    history: viewHistory(events, now),
  }
}

function viewUsage(usage: Usage, now: Date) {
  const uses = usage.days.reduce((sum, { count }) => sum + count, 0)
  return {
    ...drawUsage(usage.days),
    words: `${uses === 0 ? 'Not used' : countUses(uses).replace('used', 'Used')} in the last 30 days.`,
    days: usage.days.map(({ day, count }) => ({ words: dayInWords(new Date(day)), count })),
    from: usage.from.map(({ clientId, clientName, address, count, lastAt }) => ({
      client: clientName ?? clientId,
      address,
      count: `${count.toLocaleString('en')}×`,
      last: toMoment(lastAt, now),
    })),
  }
}

/** One's own tokens lead back to one's list, others to the place that they belong to. */
function backOf(
  { kind, accountId, accountKind, accountName, organization, workspace }: Token,
  visitorId: string,
) {
  if (organization === null || accountId === visitorId) return { href: '/account/tokens', label: 'Tokens' }
  const href = `/organizations/${organization.slug}`
  if (accountKind === 'service' && kind === 'personal')
    return { href: `${href}/service-accounts/${accountId}`, label: accountName }
  if (workspace === null) return { href, label: organization.name }
  return { href: `${href}/workspaces/${workspace.slug}`, label: workspace.name }
}

function summarise({ token, modules }: Given, isEnded: boolean): string {
  const until = findNextEnd(token)
  const end = until === null ? '' : ` until ${dayInWords(until)}`
  const what = describeScopes(token.scopes, modules)
  return isEnded ? `It could ${what}. It no longer works.` : `It can ${what}${end}.`
}

function describeState(
  { rotatedTo }: Token,
  ended: string | undefined,
  suspension: string,
): { label: string; tone: string } {
  if (ended !== undefined) return { label: ended, tone: ended === 'Revoked' ? 'red' : 'plain' }
  if (suspension !== '') return { label: 'Inactive', tone: 'amber' }
  return rotatedTo === null
    ? { label: 'Active', tone: 'green' }
    : { label: 'Active, replaced', tone: 'amber' }
}
