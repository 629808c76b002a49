import type { Scope } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
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

/** How many tokens that have not ended would lose something by it. `write` brings `read`, so it loses it too. */
export async function countLiveWith(
  { database, clock }: Pick<TokenDeps, 'database' | 'clock'>,
  { scopes = [], resourceServer, organizationId, workspaceId }: Loss,
): Promise<number> {
  const lost = scopes.flatMap((scope) => [scope, scope.replace(/:read$/, ':write')])
  const rows: { count: number }[] = await database.manager.query(
    `select count(*)::int as count
       from personal_access_token t join account a on a.id = t.account_id
      where ${isLive('$1')}
        and (t.scopes && $2::text[] or $3 = any(t.resource_servers)
             or coalesce(t.organization_id, a.organization_id) = $4::uuid or t.workspace_id = $5::uuid)`,
    [clock(), lost, resourceServer ?? null, organizationId ?? null, workspaceId ?? null],
  )
  return rows[0]?.count ?? 0
}
