import type { AuditEvent } from '../../../audit/index.ts'
import { describeScopes, type Module } from '../../../scopes/index.ts'
import type { Token, Usage } from '../../../tokens/index.ts'
import { dayInWords, type Moment, toMoment } from '../moments.ts'
import { countUses, drawUsage } from './chart.ts'
import { viewHistory } from './history-view.ts'
import {
  duplicateHref,
  endedOf,
  endOf,
  expiresOf,
  hintInWords,
  hrefOf,
  lastUsedOf,
  replacementNote,
  scopePills,
} from './token-view.ts'

type Given = {
  readonly token: Token
  readonly usage: Usage
  readonly events: readonly AuditEvent[]
  readonly modules: readonly Module[]
  readonly prefix: string
  readonly now: Date
  readonly isMintingOff: boolean
}

type Fact = {
  readonly label: string
  readonly time?: Moment
  readonly text?: string
  readonly code?: string
  readonly sub?: string | undefined
  readonly tone?: string
  readonly href?: string
  readonly link?: string
}

export function viewDetails(given: Given) {
  const { token, usage, events, now, isMintingOff } = given
  const ended = endedOf(token, now)
  const uses = usage.days.reduce((sum, { count }) => sum + count, 0)
  return {
    isMintingOff,
    summary: summarise(given, ended !== undefined),
    token: {
      name: token.name,
      href: hrefOf(token.id),
      duplicateHref: duplicateHref(token.id),
      scopes: scopePills(token),
      state: describeState(token, ended?.what),
      canRotate: ended === undefined && token.rotatedTo === null && !isMintingOff,
      canRevoke: ended === undefined,
    },
    facts: listFacts(given, ended),
    usage: {
      ...drawUsage(usage.days),
      words: `${uses === 0 ? 'Not used' : countUses(uses).replace('used', 'Used')} in the last 30 days.`,
      days: usage.days.map(({ day, count }) => ({ words: dayInWords(new Date(day)), count })),
      from: usage.from.map(({ clientId, clientName, address, count, lastAt }) => ({
        client: clientName ?? clientId,
        address,
        count: `${count.toLocaleString('en')}×`,
        last: toMoment(lastAt, now),
      })),
    },
    history: viewHistory(events, now),
  }
}

function summarise({ token, modules }: Given, isEnded: boolean): string {
  const until = endOf(token)
  const end = until === null ? '' : ` until ${dayInWords(until)}`
  const what = describeScopes(token.scopes, modules)
  return isEnded ? `It could ${what}. It no longer works.` : `It can ${what}${end}.`
}

function describeState({ rotatedTo }: Token, ended: string | undefined): { label: string; tone: string } {
  if (ended !== undefined) return { label: ended, tone: ended === 'Revoked' ? 'red' : 'plain' }
  return rotatedTo === null
    ? { label: 'Active', tone: 'green' }
    : { label: 'Active, replaced', tone: 'amber' }
}

function listFacts({ token, prefix, now }: Given, ended: ReturnType<typeof endedOf>): Fact[] {
  const used = lastUsedOf(token, now)
  const expires = expiresOf(token, now)
  const exact = (moment: Moment) => moment.exact
  const end: Fact =
    ended !== undefined
      ? { label: ended.what, time: ended.time, sub: ended.note === '' ? exact(ended.time) : ended.note }
      : expires === undefined
        ? { label: 'Expires', text: 'Never', tone: 'amber' }
        : { label: 'Expires', time: expires.time, sub: exact(expires.time), tone: expires.tone }
  const created = toMoment(token.createdAt, now)
  const note = ended === undefined ? replacementNote(token) : ''
  return [
    { label: 'Secret', code: hintInWords(prefix, token) },
    ...(token.description === '' ? [] : [{ label: 'Description', text: token.description }]),
    { label: 'Kind', text: 'Personal' },
    { label: 'Created', time: created, sub: exact(created) },
    end,
    used === undefined
      ? { label: 'Last used', text: 'Never' }
      : { label: 'Last used', time: used.time, sub: used.from },
    ...(note === '' ? [] : [{ label: 'Rotation', text: note, tone: 'amber' }]),
    ...(token.rotatedTo === null
      ? []
      : [{ label: 'Replaced by', href: hrefOf(token.rotatedTo), link: 'the newer token' }]),
    ...(token.rotatedFrom === null
      ? []
      : [{ label: 'Replaces', href: hrefOf(token.rotatedFrom), link: 'an older token' }]),
    { label: 'Token id', code: token.id },
  ]
}
