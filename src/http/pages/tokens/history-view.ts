import { isDeepStrictEqual } from 'node:util'
import type { AuditEvent } from '../../../audit/index.ts'
import { toMoment } from '../moments.ts'

const WHEN: Readonly<Record<string, string>> = {
  now: 'The old secret stopped working at once.',
  hour: 'The old secret was given one more hour.',
  day: 'The old secret was given one more day.',
  first_use: 'The old secret ends when the new one is first used.',
}

const CHANGED: Readonly<Record<string, string>> = {
  name: 'name',
  description: 'description',
  scopes: 'fewer scopes',
  networks: 'networks',
  resourceServers: 'fewer resource servers',
}

/** A token's audit events in words. */
export const viewHistory = (events: readonly AuditEvent[], now: Date) =>
  events.map((event) => ({
    ...describe(event),
    time: toMoment(event.at, now),
    by: event.address === null ? event.by.label : `${event.by.label}, from ${event.address}`,
  }))

function describe({ name, data }: AuditEvent): { what: string; tone: string } {
  if (name === 'token.minted') {
    const isSuccessor = typeof data['rotatedFrom'] === 'string'
    return { what: isSuccessor ? 'Generated, to replace an older secret' : 'Generated', tone: 'green' }
  }
  if (name === 'token.rotated')
    return { what: `Rotated. ${WHEN[String(data['when'])] ?? ''}`.trim(), tone: 'plain' }
  if (name === 'token.revoked') return { what: 'Revoked', tone: 'red' }
  if (name === 'token.adopted') return { what: 'Adopted', tone: 'green' }
  if (name === 'token.rate_limit_changed') return { what: describeRateLimit(data), tone: 'plain' }
  if (name === 'token.edited') return { what: describeEdit(data), tone: 'plain' }
  return { what: name, tone: 'plain' }
}

const describeRateLimit = ({ after }: AuditEvent['data']): string =>
  `Rate limit: ${typeof after === 'number' ? `${after} requests a minute` : 'as all tokens'}`

/** Everything that the form has comes with the event; what is the same as before did not change. */
function describeEdit(data: AuditEvent['data']): string {
  const [before, after] = [data['before'], data['after']] as Record<string, unknown>[]
  const names = Object.keys(CHANGED).filter((name) => !isDeepStrictEqual(before?.[name], after?.[name]))
  return `Edited: ${names.map((name) => CHANGED[name]).join(', ')}`
}
