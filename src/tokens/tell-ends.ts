import { SYSTEM } from '../audit/index.ts'
import { addMilliseconds, DAY, MINUTE } from '../lib/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { findPolicyEnd } from './policy-end.ts'
import { factsOf, publishTokens } from './publish-token.ts'
import { readTokens } from './read-tokens.ts'
import { EXPIRING_DAYS, findTokenEnd, type Token } from './token.ts'
import { LAST_DAY } from './token-columns.ts'
import { tokenStore } from './token-store.ts'

/** How many may be told at once: a round is over soon, and goes on in the next. */
const BATCH = 100
/** The last use of a token may be written a minute late, and puts off an end for want of use. */
const USE_IS_LATE = 2 * MINUTE

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies' | 'publish'>

/** What of a token's end is told: `undefined` where nothing is to be told yet, `silent` where it never will be. */
type News = { readonly more: Readonly<Record<string, unknown>> } | 'silent' | undefined

type About = 'expiring' | 'expired'

/** The last one that was looked at, in the order of an index. */
type Cursor = { readonly lastDay: string; readonly id: string }

/** Where the next round begins; what is left out begins at the start. */
export type Progress = {
  readonly expired?: Cursor | undefined
  readonly expiring?: Cursor | undefined
  readonly policy?: Cursor | undefined
}

export type Round = {
  readonly told: number
  readonly next: Progress
  /** Something was left for the next round. */
  readonly hasMore: boolean
}

/**
 * Tells that tokens are about to end, and that they have ended: by their expiry, or by the policy. Each of the two is told
 * once in a token's life. That it was told is noted in the transaction that tells it: any number of nodes may do this at
 * once, and where one dies half-way another begins there. One round tells a few and looks at some more, however many there
 * are; the next one goes on there.
 */
export async function tellEnds(deps: Deps, from: Progress = {}): Promise<Round> {
  const now = deps.clock()
  const book = await deps.policies.inForce()
  // Ends are told first: what has ended is not about to.
  const expired = await tellDue(deps, book, 'expired', now, from.expired)
  const expiring = await tellDue(deps, book, 'expiring', now, from.expiring)
  const policy = await sweep(deps, book, now, from.policy)
  const next = { expired: expired.next, expiring: expiring.next, policy: policy.next }
  return {
    told: expired.told + expiring.told + policy.told,
    next,
    hasMore: Object.values(next).some((cursor) => cursor !== undefined),
  }
}

function judgeExpired(token: Token, now: Date): News {
  const end = findTokenEnd(token, now)
  if (end === 'revoked' || end === 'rotated') return 'silent'
  if (end === 'expired') return { more: { endedAt: token.expiresAt, reason: 'expiry' } }
  const { policyEnd } = token
  if (end === undefined || policyEnd === null) return undefined
  if (policyEnd.rule === 'idle' && addMilliseconds(policyEnd.at, USE_IS_LATE) > now) return undefined
  return { more: { endedAt: policyEnd.at, reason: 'policy' } }
}

function judgeExpiring(token: Token, book: PolicyBook, now: Date): News {
  if (findTokenEnd(token, now) !== undefined) return undefined
  // It has been replaced, and nobody has to do anything more.
  if (token.rotatedTo !== null) return 'silent'
  const endsAt = findForeseenEnd(token, book)
  const limit = addMilliseconds(now, EXPIRING_DAYS * DAY)
  return endsAt === null || endsAt > limit ? undefined : { more: { endsAt } }
}

const judge = (about: About, token: Token, book: PolicyBook, now: Date): News =>
  about === 'expired' ? judgeExpired(token, now) : judgeExpiring(token, book, now)

/** Being used again puts off an end for want of use, so that nobody foresees it. */
function findForeseenEnd(token: Token, book: PolicyBook): Date | null {
  const policy = { ...book.for(token.policyOrganizations), maxIdleDays: null }
  const ends = [token.expiresAt, findPolicyEnd(token, policy)?.at ?? null]
  const [first = null] = ends.filter((end) => end !== null).sort((a, b) => a.getTime() - b.getTime())
  return first
}

type Step = { readonly told: number; readonly next: Cursor | undefined }

/** Those whose expiry has come, or comes soon: an index has just them. Some of them stay, since nothing is to be told. */
async function tellDue(
  deps: Deps,
  book: PolicyBook,
  about: About,
  now: Date,
  from: Cursor | undefined,
): Promise<Step> {
  const end = about === 'expired' ? LAST_DAY : 't.expires_at'
  const limit = about === 'expired' ? now : addMilliseconds(now, EXPIRING_DAYS * DAY)
  const batch = await readTokens(deps.database.manager, book, {
    where: `t.${about}_told_at is null and t.revoked_at is null and ${end} <= $1
      and ($2::timestamptz is null or ${end} >= $2 and (${end} > $2 or t.id < $3))`,
    values: [limit, from?.lastDay ?? null, from?.id ?? null],
    order: `${end}, t.id desc`,
    limit: BATCH,
  })
  const judged = batch.map((token): [Token, News] => [token, judge(about, token, book, now)])
  const told = await tellBatch(deps, about, new Map(judged))
  const last = batch.length < BATCH ? undefined : batch.at(-1)
  return {
    told,
    next: last?.expiresAt ? { lastDay: last.expiresAt.toISOString(), id: last.id } : undefined,
  }
}

/** How many are looked at in one round. */
const WINDOW = 2_000

/** What a policy ends may be any of those that live, so that they are all looked at in turn, some in each round. */
async function sweep(deps: Deps, book: PolicyBook, now: Date, from: Cursor | undefined): Promise<Step> {
  const { ended, expiring, next } = await lookOn(deps, book, now, from)
  const told = await tellAll(deps, book, 'expired', ended, now)
  return { told: told + (await tellAll(deps, book, 'expiring', expiring, now)), next }
}

async function tellAll(
  deps: Deps,
  book: PolicyBook,
  about: About,
  ids: readonly string[],
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0
  const where = `t.id = any($1::uuid[]) and t.${about}_told_at is null and t.revoked_at is null`
  const batch = await readTokens(deps.database.manager, book, { where, values: [ids] })
  return await tellBatch(deps, about, new Map(batch.map((token) => [token, judge(about, token, book, now)])))
}

type Row = {
  readonly id: string
  readonly lastDay: string
  readonly ended: boolean
  readonly expiring: boolean
}

/** Of one window: those that some policy may have ended, and those that one may be about to end. */
async function lookOn({ database }: Deps, book: PolicyBook, now: Date, cursor: Cursor | undefined) {
  const policy = book.ofAll()
  const values: unknown[] = [
    now,
    addMilliseconds(now, EXPIRING_DAYS * DAY),
    policy.maxDays,
    policy.allowNever,
  ]
  values.push(
    policy.kinds,
    policy.requireNetworks,
    policy.maxIdleDays,
    cursor?.lastDay ?? null,
    cursor?.id ?? null,
  )
  const rows: Row[] = await database.manager.query(
    `select t.id, ${LAST_DAY}::text as "lastDay", ${endedByPolicy('$1')} as ended,
            t.expiring_told_at is null and ${tooLongLived('$2')} as expiring
       from personal_access_token t
      where t.expired_told_at is null and t.revoked_at is null
        and ($8::timestamptz is null or ${LAST_DAY} >= $8 and (${LAST_DAY} > $8 or t.id < $9))
      order by ${LAST_DAY}, t.id desc limit ${WINDOW}`,
    values,
  )
  const seen = rows.slice(0, countUntilFull(rows))
  const last = seen.at(-1)
  return {
    ended: seen.filter(({ ended }) => ended).map(({ id }) => id),
    expiring: seen.filter(({ expiring }) => expiring).map(({ id }) => id),
    next:
      (rows.length < WINDOW && seen.length === rows.length) || last === undefined
        ? undefined
        : { lastDay: last.lastDay, id: last.id },
  }
}

/** How many of the rows may be looked at until there is a batch that something may have to be told of. */
function countUntilFull(rows: readonly Row[]): number {
  let candidates = 0
  const end = rows.findIndex(({ ended, expiring }) => {
    candidates += ended || expiring ? 1 : 0
    return candidates === BATCH
  })
  return end === -1 ? rows.length : end + 1
}

/** Those that live longer than some policy lets them, and that this ends before the moment. */
const tooLongLived = (moment: string): string =>
  `(t.expires_at is null and not $4::boolean or t.expires_at > t.created_at + make_interval(days => $3))
    and t.created_at <= ${moment}::timestamptz - make_interval(days => $3)`

/** All that some policy could have ended: which one holds for a token is found out when it is read. */
const endedByPolicy = (now: string): string =>
  `coalesce(${tooLongLived(now)} or t.kind <> all($5::text[]) or ($6::boolean and t.networks = '{}')
    or coalesce(t.last_used_at, t.created_at) <= ${now}::timestamptz - make_interval(days => $7::int), false)`

async function tellBatch(
  { database, clock, publish }: Deps,
  about: About,
  judged: ReadonlyMap<Token, News>,
): Promise<number> {
  const settled = [...judged].filter(([, news]) => news !== undefined)
  if (settled.length === 0) return 0
  return await database.transaction(async (tx) => {
    const at = clock()
    const ids = settled.map(([{ id }]) => id)
    const ours = new Set(await tokenStore(tx).markTold(about, ids, at))
    const events = settled.flatMap(([token, news]) =>
      !ours.has(token.id) || news === undefined || news === 'silent'
        ? []
        : [{ at, by: SYSTEM, token: factsOf(token), more: news.more }],
    )
    if (events.length > 0) await publishTokens(publish, tx, `token.${about}`, events)
    return events.length
  })
}
