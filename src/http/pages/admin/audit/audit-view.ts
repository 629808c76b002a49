import { type AuditEvent, EVENT_GROUPS, type EventName } from '../../../../audit/index.ts'
import type { ProductError } from '../../../../lib/index.ts'
import { field } from '../../form.ts'
import { toMoment } from '../../moments.ts'
import { type AuditQuery, queryString } from './audit-query.ts'
import { detailsOf, EVENT_WORDS, groupWords, toneOf } from './event-words.ts'

type Given = {
  readonly query: AuditQuery
  readonly events: readonly AuditEvent[]
  readonly names: readonly EventName[]
  readonly next: string | undefined
  readonly isFirst: boolean
  readonly now: Date
  readonly error: ProductError | undefined
}

export function viewAudit({ query, events, names, next, isFirst, now, error }: Given) {
  const isFiltered = Object.values(query).some((value) => value !== '')
  return {
    hasError: error !== undefined,
    problem:
      error !== undefined && error.field === undefined ? { tone: 'bad', text: error.message } : undefined,
    fields: viewFields(query, error),
    from: { value: query.from, error: messageFor(error, 'from') },
    to: { value: query.to, error: messageFor(error, 'to') },
    groups: viewGroups(query.event, names),
    eventError: messageFor(error, 'name'),
    isFiltered,
    // What is seldom asked for is folded away, unless it is in use.
    isOpen: [query.account, query.token, query.organization, query.address].some((value) => value !== ''),
    events: events.map((event) => viewEvent(event, now)),
    isEmpty: events.length === 0 && error === undefined,
    firstHref: isFirst ? undefined : `/admin/audit${queryString(query)}`,
    nextHref: next === undefined ? undefined : `/admin/audit${queryString(query, { before: next })}`,
    csvHref: `/admin/audit.csv${queryString(query)}`,
    jsonHref: `/admin/audit.json${queryString(query)}`,
  }
}

function viewFields(query: AuditQuery, error: ProductError | undefined) {
  const text = (id: keyof AuditQuery, label: string, hint: string | undefined, of: string = id) =>
    field({
      id,
      label,
      hint,
      value: query[id],
      optional: true,
      max: 300,
      autocomplete: 'off',
      error: messageFor(error, of),
    })
  return {
    actor: text('actor', 'Who: e-mail or “operator”', undefined),
    account: text(
      'account',
      'Whose account',
      'E-mail address or id',
      error?.field === 'accountId' ? 'accountId' : 'account',
    ),
    token: text('token', 'Token id', 'From the token’s page', 'tokenId'),
    organization: text(
      'organization',
      'Organization',
      'Its short name or id',
      error?.field === 'organizationId' ? 'organizationId' : 'organization',
    ),
    address: text('address', 'From address', 'To the letter: 203.0.113.7'),
  }
}

const messageFor = (error: ProductError | undefined, name: string): string | undefined =>
  error?.field === name ? error.message : undefined

const viewGroups = (chosen: string, names: readonly EventName[]) =>
  EVENT_GROUPS.map((group) => ({
    label: groupWords(group),
    options: [
      { value: group, label: `${groupWords(group)}: everything` },
      ...names
        .filter((name) => name.startsWith(group))
        .map((name) => ({ value: name, label: EVENT_WORDS[name] })),
    ].map((option) => ({ ...option, isSelected: option.value === chosen })),
  }))

type Link = { readonly label: string; readonly href: string | undefined }

function viewEvent(event: AuditEvent, now: Date) {
  return {
    id: event.id,
    time: toMoment(event.at, now),
    name: event.name,
    words: EVENT_WORDS[event.name] ?? event.name,
    tone: toneOf(event.name),
    by: { label: event.by.label, href: hrefOfActor(event) },
    about: linksOf(event),
    address: event.address,
    details: [
      ...detailsOf(event),
      ...(event.requestId === null ? [] : [{ label: 'request id', value: event.requestId }]),
      { label: 'event id', value: event.id },
    ],
  }
}

function hrefOfActor({ by }: AuditEvent): string | undefined {
  if (by.id === null) return undefined
  if (by.kind === 'account') return `/admin/accounts/${by.id}`
  return by.kind === 'bearer' ? `/admin/tokens/${by.id}` : undefined
}

/** Whom and what it concerns. Who did it is not said twice. */
function linksOf(event: AuditEvent): Link[] {
  const { accountId, tokenId, clientId, organizationId, by } = event
  return [
    ...(tokenId === null ? [] : [{ label: event.token ?? tokenId, href: `/admin/tokens/${tokenId}` }]),
    ...(accountId === null || accountId === by.id
      ? []
      : [{ label: event.account ?? accountId, href: `/admin/accounts/${accountId}` }]),
    ...(clientId === null || clientId === by.id
      ? []
      : [{ label: event.client ?? clientId, href: undefined }]),
    ...(organizationId === null
      ? []
      : [{ label: event.organization ?? organizationId, href: `/admin/organizations/${organizationId}` }]),
    ...moduleOf(event),
  ]
}

const moduleOf = ({ name, data }: AuditEvent): Link[] =>
  name.startsWith('module.') && typeof data['module'] === 'string'
    ? [{ label: data['module'], href: '/admin/catalogue' }]
    : []
