import type { Scope } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import { MOST_COUNTED } from './live-count.ts'
import { isLive } from './token-columns.ts'

/** What is about to be taken away. */
export type Loss = {
  /** These scopes are no longer there. */
  readonly scopes?: readonly Scope[]
  /** The client id of a resource server that tokens are bound to. */
  readonly resourceServer?: string
  readonly organizationId?: string
  readonly workspaceId?: string
}

/**
 * How many tokens that have not ended would lose something by it; past 10,000, that they are more: see `liveCountInWords`.
 * `write` brings `read`, so it loses it too.
 */
export async function countLiveWith(
  { database, clock }: Pick<TokenDeps, 'database' | 'clock'>,
  { scopes = [], resourceServer, organizationId, workspaceId }: Loss,
): Promise<number> {
  const lost = scopes.flatMap((scope) => [scope, scope.replace(/:read$/, ':write')])
  // Each by an index of its own: in one condition the database would look at every token.
  const values: unknown[] = [clock()]
  const of = (value: unknown, ...conditions: ((bound: string) => string)[]) => {
    const bound = `$${values.push(value)}`
    return conditions.map((condition) => select(condition(bound)))
  }
  const concerned = [
    ...(lost.length === 0 ? [] : of(lost, (all) => `t.scopes && ${all}::text[]`)),
    ...(resourceServer === undefined
      ? []
      : of(resourceServer, (id) => `t.resource_servers @> array[${id}::text]`)),
    ...(organizationId === undefined ? [] : of(organizationId, ofOrganization, ofItsServiceAccounts)),
    ...(workspaceId === undefined ? [] : of(workspaceId, (id) => `t.workspace_id = ${id}::uuid`)),
  ]
  if (concerned.length === 0) return 0
  const rows: { count: number }[] = await database.manager.query(
    `select count(*)::int as count from (
       select from (${concerned.join(' union ')}) t limit ${MOST_COUNTED + 1}) counted`,
    values,
  )
  return rows[0]?.count ?? 0
}

const ofOrganization = (id: string): string => `t.organization_id = ${id}::uuid`
const ofItsServiceAccounts = (id: string): string =>
  `t.account_id = any(array(select id from account where organization_id = ${id}::uuid))`

const select = (condition: string): string =>
  `(select t.id from personal_access_token t where ${condition} and ${isLive('$1')} limit ${MOST_COUNTED + 1})`
