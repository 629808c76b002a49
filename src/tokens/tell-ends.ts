import { SYSTEM } from '../audit/index.ts'
import { addMilliseconds, DAY, MINUTE } from '../lib/index.ts'
import type { EffectivePolicy, PolicyBook } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { findPolicyEnd } from './policy-end.ts'
import { factsOf, publishToken } from './publish-token.ts'
import { readTokens } from './read-tokens.ts'
import { EXPIRING_DAYS, findTokenEnd, type Token } from './token.ts'
import { tokenStore } from './token-store.ts'

const BATCH = 200
/** The last use of a token may be written a minute late, and puts off an end for want of use. */
const USE_IS_LATE = 2 * MINUTE

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies' | 'publish'>

/** What of a token's end is told: `undefined` where nothing is to be told yet, `silent` where it never will be. */
type News = { readonly more: Readonly<Record<string, unknown>> } | 'silent' | undefined

type Look = {
  readonly about: 'expiring' | 'expired'
  /** SQL over `t`: those that could be concerned, and maybe more; `judge` looks closely. */
  readonly where: string
  readonly values: readonly unknown[]
  judge(token: Token): News
}

/**
 * Tells that tokens are about to end, and that they have ended: by their expiry, or by the policy. Each of the two is told
 * once in a token's life. That it was told is noted in the transaction that tells it: any number of nodes may do this at
 * once, and where one dies half-way another begins there.
 * @returns how many were told
 */
export async function tellEnds(deps: Deps): Promise<number> {
  const now = deps.clock()
  const book = await deps.policies.inForce()
  let count = 0
  for (const look of [...expired(book, now), ...expiring(book, now)]) count += await tell(deps, book, look)
  return count
}

/** Ends are told first: what has ended is not about to. */
function expired(book: PolicyBook, now: Date): Look[] {
  const judge = (token: Token): News => {
    const end = findTokenEnd(token, now)
    if (end === 'revoked' || end === 'rotated') return 'silent'
    if (end === 'expired') return { more: { endedAt: token.expiresAt, reason: 'expiry' } }
    const { policyEnd } = token
    if (end === undefined || policyEnd === null) return undefined
    if (policyEnd.rule === 'idle' && addMilliseconds(policyEnd.at, USE_IS_LATE) > now) return undefined
    return { more: { endedAt: policyEnd.at, reason: 'policy' } }
  }
  const untold = 't.expired_told_at is null and t.revoked_at is null'
  const { where, values } = endedByPolicy(book.ofAll(), now)
  return [
    { about: 'expired', judge, where: `${untold} and t.expires_at <= $1`, values: [now] },
    { about: 'expired', judge, where: `${untold} and ${where}`, values },
  ]
}

function expiring(book: PolicyBook, now: Date): Look[] {
  const limit = addMilliseconds(now, EXPIRING_DAYS * DAY)
  const judge = (token: Token): News => {
    if (findTokenEnd(token, now) !== undefined) return undefined
    // It has been replaced, and nobody has to do anything more.
    if (token.rotatedTo !== null) return 'silent'
    const endsAt = findForeseenEnd(token, book)
    return endsAt === null || endsAt > limit ? undefined : { more: { endsAt } }
  }
  const untold = 't.expiring_told_at is null and t.revoked_at is null'
  const { where, values } = tooLongLived(book.ofAll(), limit)
  return [
    { about: 'expiring', judge, where: `${untold} and t.expires_at <= $1`, values: [limit] },
    { about: 'expiring', judge, where: `${untold} and ${where}`, values },
  ]
}

/** Being used again puts off an end for want of use, so that nobody foresees it. */
function findForeseenEnd(token: Token, book: PolicyBook): Date | null {
  const policy = { ...book.for(token.policyOrganizations), maxIdleDays: null }
  const ends = [token.expiresAt, findPolicyEnd(token, policy)?.at ?? null]
  const [first = null] = ends.filter((end) => end !== null).sort((a, b) => a.getTime() - b.getTime())
  return first
}

/** Those that live longer than some policy lets them, and that this ends before the moment. */
const tooLongLived = ({ maxDays, allowNever }: EffectivePolicy, moment: Date) => ({
  where: `(t.expires_at is null and not $3::boolean or t.expires_at > t.created_at + make_interval(days => $2))
    and t.created_at <= $1::timestamptz - make_interval(days => $2)`,
  values: [moment, maxDays, allowNever],
})

/** All that some policy could have ended: which one holds for a token is found out when it is read. */
function endedByPolicy(policy: EffectivePolicy, now: Date) {
  const { where, values } = tooLongLived(policy, now)
  return {
    where: `(${where} or t.kind <> all($4::text[]) or ($5::boolean and t.networks = '{}')
      or coalesce(t.last_used_at, t.created_at) <= $1::timestamptz - make_interval(days => $6::int))`,
    values: [...values, policy.kinds, policy.requireNetworks, policy.maxIdleDays],
  }
}

async function tell(deps: Deps, book: PolicyBook, { about, where, values, judge }: Look): Promise<number> {
  let count = 0
  let after: string | null = null
  do {
    const from = `($${values.length + 1}::uuid is null or t.id > $${values.length + 1})`
    const selection = {
      where: `(${where}) and ${from}`,
      values: [...values, after],
      order: 't.id',
      limit: BATCH,
    }
    const batch: Token[] = await readTokens(deps.database.manager, book, selection)
    count += await tellBatch(deps, about, new Map(batch.map((token) => [token, judge(token)])))
    after = batch.length < BATCH ? null : (batch.at(-1)?.id ?? null)
  } while (after !== null)
  return count
}

async function tellBatch(
  { database, clock, publish }: Deps,
  about: Look['about'],
  judged: ReadonlyMap<Token, News>,
): Promise<number> {
  const settled = [...judged].filter(([, news]) => news !== undefined)
  if (settled.length === 0) return 0
  return await database.transaction(async (tx) => {
    const at = clock()
    const ids = settled.map(([{ id }]) => id)
    const ours = new Set(await tokenStore(tx).markTold(about, ids, at))
    let count = 0
    for (const [token, news] of settled) {
      if (!ours.has(token.id) || news === undefined || news === 'silent') continue
      const event = {
        type: `token.${about}`,
        at,
        by: SYSTEM,
        token: factsOf(token),
        more: news.more,
      } as const
      await publishToken(publish, tx, event)
      count += 1
    }
    return count
  })
}
