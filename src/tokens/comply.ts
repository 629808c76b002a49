import type { Database } from '../database/index.ts'
import type { PolicyBook, PolicyDraft } from '../policy/index.ts'
import type { Scope } from '../scopes/index.ts'
import type { TokenDeps } from './deps.ts'
import { findPolicyEnd, type PolicyEnd } from './policy-end.ts'
import { readTokens } from './read-tokens.ts'
import { findTokenEnd, type Token } from './token.ts'
import { isLive } from './token-columns.ts'

export type NonCompliant = {
  /** How many live tokens would end sooner than they do now. */
  readonly total: number
  /** Those of them that would stop as soon as the policy holds. */
  readonly stoppingNow: number
  /** The first hundred, the soonest end first. */
  readonly tokens: readonly { readonly token: Token; readonly end: PolicyEnd }[]
}

const MOST_SHOWN = 100
const BATCH = 1_000

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies'>

/**
 * What a policy would end of the tokens that live now, and when: shown before it is saved. That a token would end if nobody
 * used it is no failure to comply; that nobody did for too long already, is.
 */
export async function findNonCompliant(deps: Deps, draft: PolicyDraft): Promise<NonCompliant> {
  const now = deps.clock()
  const from = draft.enforcedFrom ?? now
  const drafted = await deps.policies.draft(draft)
  const found: { token: Token; end: PolicyEnd }[] = []
  for await (const token of readLive(deps, await deps.policies.inForce(), now)) {
    const end = endUnder(drafted, token, from)
    if (end !== null && isSooner(end, token)) found.push({ token, end })
  }
  found.sort((a, b) => a.end.at.getTime() - b.end.at.getTime())
  const stoppingNow = found.filter(({ end }) => end.at <= from).length
  return { total: found.length, stoppingNow, tokens: found.slice(0, MOST_SHOWN) }
}

/** A rule that is broken already ends a token when it begins to hold, not in the past. */
function endUnder(drafted: PolicyBook, token: Token, from: Date): PolicyEnd | null {
  const end = findPolicyEnd(token, drafted.for(token.policyOrganizations))
  if (end === null || (end.rule === 'idle' && end.at > from)) return null
  return { ...end, at: end.at < from ? from : end.at }
}

const isSooner = (end: PolicyEnd, token: Token): boolean =>
  (token.expiresAt === null || end.at < token.expiresAt) &&
  (token.policyEnd === null || end.at < token.policyEnd.at)

async function* readLive({ database }: Deps, book: PolicyBook, now: Date): AsyncGenerator<Token> {
  let after: string | null = null
  for (;;) {
    const where = `${isLive('$1')} and ($2::uuid is null or t.id > $2)`
    const batch: Token[] = await readTokens(database.manager, book, {
      where,
      values: [now, after],
      order: 't.id',
      limit: BATCH,
    })
    for (const token of batch) if (findTokenEnd(token, now) === undefined) yield token
    after = batch.at(-1)?.id ?? null
    if (batch.length < BATCH || after === null) return
  }
}

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
  { database, clock }: { database: Database; clock: Deps['clock'] },
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
