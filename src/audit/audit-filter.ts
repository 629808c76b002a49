import { isId, readLine } from '../lib/index.ts'
import { EVENT_NAMES } from './audit-event.ts'
import { InvalidAuditFilter } from './errors.ts'

/** Which events are wanted. What is not given does not matter. */
export type AuditFilter = {
  /** An event, or the beginning of several up to a point: `token.minted`, `token.`. */
  readonly name?: string
  /** Who did it: an account's id or e-mail address, a client's id, or a kind such as `operator`. */
  readonly actor?: string
  /** Whose account it concerns. */
  readonly accountId?: string
  readonly tokenId?: string
  readonly clientId?: string
  readonly organizationId?: string
  /** The first moment. */
  readonly from?: Date
  /** The first moment that is no longer wanted. */
  readonly to?: Date
  /** The address that it came from, to the letter. */
  readonly address?: string
}

/** The groups of events: `token.`, `account.`, … */
export const EVENT_GROUPS: readonly string[] = [
  ...new Set(EVENT_NAMES.map((name) => name.slice(0, name.indexOf('.') + 1))),
]

/**
 * Nothing that the database would stumble over gets past this.
 * @throws {InvalidAuditFilter} naming the field
 */
export function checkFilter(filter: AuditFilter): AuditFilter {
  const { name, from, to } = filter
  if (name !== undefined && !EVENT_GROUPS.includes(name) && !EVENT_NAMES.some((known) => known === name)) {
    throw new InvalidAuditFilter(
      'name',
      `There is no event “${name.slice(0, 60)}”. Give one such as token.minted, or a group such as token.`,
    )
  }
  for (const field of ['accountId', 'tokenId', 'organizationId'] as const) {
    const id = filter[field]
    if (id !== undefined && !isId(id))
      throw new InvalidAuditFilter(field, 'This is not an id. Copy it whole.')
  }
  for (const field of ['actor', 'clientId', 'address'] as const) {
    const text = filter[field]
    if (text !== undefined && (text.length > 300 || readLine(text) !== text)) {
      throw new InvalidAuditFilter(field, 'This has characters that nobody sees, or is too long.')
    }
  }
  for (const [field, moment] of Object.entries({ from, to })) {
    if (moment !== undefined && Number.isNaN(moment.getTime())) {
      throw new InvalidAuditFilter(field, 'This is not a date. Give one such as 2026-12-31.')
    }
  }
  return filter
}
