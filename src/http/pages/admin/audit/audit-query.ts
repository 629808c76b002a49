import type { AuditFilter } from '../../../../audit/index.ts'
import { addMilliseconds, DAY, isId } from '../../../../lib/index.ts'
import type { Context } from '../../../context.ts'
import { type PageDeps, queryText } from '../../page.ts'
import { AuditFilterUnknown } from './errors.ts'

/** The fields of the filter, as they were typed. */
const QUERY_FIELDS = ['event', 'actor', 'account', 'token', 'organization', 'address', 'from', 'to'] as const

export type AuditQuery = Readonly<Record<(typeof QUERY_FIELDS)[number], string>>

export const readAuditQuery = (ctx: Context): AuditQuery =>
  Object.fromEntries(
    QUERY_FIELDS.map((name) => [name, queryText(ctx, name).trim().slice(0, 300)]),
  ) as AuditQuery

/** The same as an address, with what else is given: the next page, the exports. */
export function queryString(query: AuditQuery, more: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries({ ...query, ...more }).filter(([, value]) => value !== '')
  const text = new URLSearchParams(pairs).toString()
  return text === '' ? '' : `?${text}`
}

/**
 * What was typed, as ids and moments.
 * @throws {AuditFilterUnknown} where nobody has this e-mail address or no organization this name
 */
export async function toFilter(deps: PageDeps, query: AuditQuery): Promise<AuditFilter> {
  const { event, actor, token, address, from, to } = query
  const [accountId, organizationId] = await Promise.all([
    findAccountId(deps, query.account),
    findOrganizationId(deps, query.organization),
  ])
  return {
    ...(event === '' ? {} : { name: event }),
    ...(actor === '' ? {} : { actor }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(token === '' ? {} : { tokenId: token }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(address === '' ? {} : { address }),
    ...(from === '' ? {} : { from: toDay(from) }),
    // The last day counts to its end.
    ...(to === '' ? {} : { to: addMilliseconds(toDay(to), DAY) }),
  }
}

async function findAccountId({ accounts }: PageDeps, given: string): Promise<string | undefined> {
  if (given === '' || isId(given)) return given || undefined
  const account = await accounts.findByEmail(given)
  if (account === undefined) throw new AuditFilterUnknown('account', 'No account has this e-mail address.')
  return account.id
}

async function findOrganizationId({ organizations }: PageDeps, given: string): Promise<string | undefined> {
  if (given === '' || isId(given)) return given || undefined
  const organization = await organizations.findBySlug(given)
  if (organization === undefined)
    throw new AuditFilterUnknown('organization', 'No organization has this name.')
  return organization.id
}

/** The beginning of a day in UTC; what is none becomes an invalid date, which the filter refuses. */
const toDay = (text: string): Date =>
  new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : Number.NaN)
