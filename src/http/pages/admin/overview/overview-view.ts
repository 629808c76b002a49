import type { Token, Tokens } from '../../../../tokens/index.ts'
import { dayInShort, dayInWords, type Moment, toMoment } from '../../moments.ts'
import { expiresOf } from '../../tokens/token-view.ts'
import { drawBars, type Kind } from './bars.ts'
import { reasonInWords } from './reasons.ts'

type Overview = Awaited<ReturnType<Tokens['overview']>>

const PER_DAY: readonly Kind[] = [
  { name: 'good', words: 'minted' },
  { name: 'bad', words: 'revoked' },
]
const PER_MINUTE: readonly Kind[] = [
  { name: 'good', words: 'active' },
  { name: 'bad', words: 'refused' },
]

export function viewOverview(overview: Overview, now: Date) {
  const { counts } = overview
  const view = viewCount(counts.estimated)
  return {
    isEmpty: counts.active === 0 && overview.perDay.every(({ minted }) => minted === 0),
    counts: [
      view('Active', counts.active, 'state=active'),
      view('Expiring within 14 days', counts.expiringSoon, 'state=expiring', 'amber'),
      view('Never used', counts.neverUsed, 'state=active&use=never'),
      view('Older than a year', counts.olderThanYear, 'state=active&age=year'),
    ],
    perDay: viewPerDay(overview),
    introspections: viewIntrospections(overview, now),
    refusals: viewRefusals(overview),
    lists: viewLists(overview, now),
  }
}

const viewCount =
  (isEstimated: boolean) =>
  (label: string, value: number, query: string, tone = 'plain') => ({
    label,
    value: `${isEstimated ? '≈ ' : ''}${value.toLocaleString('en')}`,
    href: `/admin/tokens?${query}`,
    tone: value > 0 ? tone : 'plain',
  })

function viewPerDay({ perDay }: Overview) {
  const [first] = perDay
  return {
    ...drawBars(
      perDay.map(({ day, minted, revoked }) => ({
        words: dayInWords(new Date(day)),
        values: [minted, revoked],
      })),
      PER_DAY,
    ),
    id: 'per-day',
    title: 'Minted and revoked',
    unit: 'Day',
    span: 'the last 30 days',
    first: first === undefined ? '' : dayInShort(new Date(first.day)),
    last: 'Today',
  }
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })

function viewIntrospections({ introspections }: Overview, now: Date) {
  const [first] = introspections
  return {
    ...drawBars(
      introspections.map(({ minute, active, refused }) => ({
        words: `${clock.format(minute)} UTC`,
        values: [active, refused],
      })),
      PER_MINUTE,
    ),
    id: 'per-minute',
    title: 'Introspections a minute',
    unit: 'Minute',
    span: 'the last hour',
    first: first === undefined ? '' : toMoment(first.minute, now).words,
    last: 'Now',
  }
}

/** Bars on their side; the longest fills its row. */
function viewRefusals({ refusals }: Overview) {
  const most = Math.max(1, ...refusals.map(({ count }) => count))
  return refusals.map(({ reason, count }) => ({
    words: reasonInWords(reason),
    count: count.toLocaleString('en'),
    width: Math.max(1, Math.round((count / most) * 100)),
  }))
}

function viewLists({ expiringSoon, neverUsed, oldest }: Overview, now: Date) {
  const created = ({ createdAt }: Token) => ({
    before: 'made',
    time: toMoment(createdAt, now),
    tone: 'muted',
  })
  const expires = (token: Token) => {
    const end = expiresOf(token, now)
    return end === undefined ? created(token) : { before: '', ...end }
  }
  return [
    {
      id: 'expiring',
      title: 'Expiring soon',
      rows: expiringSoon.map((token) => viewRow(token, expires(token))),
      href: '/admin/tokens?state=expiring',
      nothing: 'No token ends within the next 14 days.',
    },
    {
      id: 'unused',
      title: 'Never used',
      rows: neverUsed.map((token) => viewRow(token, created(token))),
      href: '/admin/tokens?state=active&use=never',
      nothing: 'Every active token has been used.',
    },
    {
      id: 'oldest',
      title: 'Older than a year',
      rows: oldest.map((token) => viewRow(token, created(token))),
      href: '/admin/tokens?state=active&age=year',
      nothing: 'No active token is older than a year.',
    },
  ]
}

const viewRow = (
  { id, name, accountEmail }: Token,
  when: { readonly before: string; readonly time: Moment; readonly tone: string },
) => ({ href: `/admin/tokens/${id}`, name, account: accountEmail, when })
