import { SYSTEM } from '../audit/index.ts'
import { addMilliseconds, DAY, MINUTE } from '../lib/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import type { TokenDeps } from './deps.ts'
import { findPolicyEnd } from './policy-end.ts'
import { factsOf, publishToken } from './publish-token.ts'
import { readTokens } from './read-tokens.ts'
import { EXPIRING_DAYS, findTokenEnd, type Token } from './token.ts'
import { LAST_DAY } from './token-columns.ts'
import { tokenStore } from './token-store.ts'

const BATCH = 200
/** The last use of a token may be written a minute late, and puts off an end for want of use. */
const USE_IS_LATE = 2 * MINUTE

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'policies' | 'publish'>

/** What of a token's end is told: `undefined` where nothing is to be told yet, `silent` where it never will be. */
type News = { readonly more: Readonly<Record<string, unknown>> } | 'silent' | undefined

type About = 'expiring' | 'expired'

/**
 * Tells that tokens are about to end, and that they have ended: by their expiry, or by the policy. Each of the two is told
 * once in a token's life. That it was told is noted in the transaction that tells it: any number of nodes may do this at
 * once, and where one dies half-way another begins there.
 * @param from where the look for what a policy ends begins; `undefined`: at the start
 * @returns how many were told, and where the next look goes on
 */
export async function tellEnds(
  deps: Deps,
  from?: Cursor,
): Promise<{ told: number; next: Cursor | undefined }> {
  const now = deps.clock()
  const book = await deps.policies.inForce()
  // Ends are told first: what has ended is not about to.
  const expired = await tellDue(deps, book, 'expired', now, now)
  const expiring = await tellDue(deps, book, 'expiring', now, addMilliseconds(now, EXPIRING_DAYS * DAY))
  const { told, next } = await sweep(deps, book, now, from)
  return { told: expired + expiring + told, next }
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

/** Those whose expiry has come, or comes before the limit: an index has just them. */
async function tellDue(deps: Deps, book: PolicyBook, about: About, now: Date, limit: Date): Promise<number> {
  const end = about === 'expired' ? LAST_DAY : 't.expires_at'
  let count = 0
  let after: Token | undefined
  do {
    const batch: Token[] = await readTokens(deps.database.manager, book, {
      where: `t.${about}_told_at is null and t.revoked_at is null and ${end} <= $1
        and ($2::timestamptz is null or ${end} >= $2 and (${end} > $2 or t.id < $3))`,
      values: [limit, after?.expiresAt ?? null, after?.id ?? null],
      order: `${end}, t.id desc`,
      limit: BATCH,
    })
    count += await tellBatch(
      deps,
      about,
      new Map(batch.map((token) => [token, judge(about, token, book, now)])),
    )
    after = batch.length < BATCH ? undefined : batch.at(-1)
  } while (after !== undefined)
  return count
}

/** The last one that was looked at, in the order of the index of what lives. */
export type Cursor = { readonly lastDay: string; readonly id: string }

/** How many are looked at in one go, and how many goes there are each time. */
const WINDOW = 5_000
const MOST_WINDOWS = 20

/**
 * What a policy ends may be any of those that live, so that they are all looked at in turn: as many as are in memory
 * soon each time, and the next time the others.
 */
async function sweep(deps: Deps, book: PolicyBook, now: Date, from: Cursor | undefined) {
  let told = 0
  let cursor = from
  for (let windows = 0; windows < MOST_WINDOWS; windows += 1) {
    const { ended, expiring, next } = await lookOn(deps, book, now, cursor)
    const tell = async (about: About, ids: readonly string[]) => {
      for (let at = 0; at < ids.length; at += BATCH)
        told += await tellAll(deps, book, about, ids.slice(at, at + BATCH), now)
    }
    await tell('expired', ended)
    await tell('expiring', expiring)
    cursor = next
    if (next === undefined) break
  }
  return { told, next: cursor }
}

async function tellAll(
  deps: Deps,
  book: PolicyBook,
  about: About,
  ids: readonly string[],
  now: Date,
): Promise<number> {
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
  const last = rows.at(-1)
  return {
    ended: rows.filter(({ ended }) => ended).map(({ id }) => id),
    expiring: rows.filter(({ expiring }) => expiring).map(({ id }) => id),
    next: rows.length < WINDOW || last === undefined ? undefined : { lastDay: last.lastDay, id: last.id },
  }
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
