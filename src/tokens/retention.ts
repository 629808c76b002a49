import { recordAll, SYSTEM } from '../audit/index.ts'
import { type Database, deleteDue, type Executor } from '../database/index.ts'
import { addMilliseconds, type Clock, DAY, HOUR } from '../lib/index.ts'

/** How long things are kept, in days. */
export type Kept = {
  /** A token after its end; `undefined`: for ever. */
  readonly tokenRetentionDays: number | undefined
  /** On which day a token was used, and from where. */
  readonly usageRetentionDays: number
}

type Deps = { readonly database: Database; readonly clock: Clock; readonly kept: Kept }

/** Some milliseconds of work: whoever wants one of these rows waits no longer. */
const SLICE = 500
/** Where a round is a minute, ten million tokens are gone through in a day. */
const SLICES = 20
/** All of them are not gone through more often than this. */
const REST = HOUR

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Deletes tokens that ended long ago, and old use, a slice at a time by their ids: that takes no index that minting would have to
 * keep. A round goes on where the one before it ended, and does nothing for an hour after all were looked at. Two nodes that do so
 * at once do no harm.
 */
export function createRetention(deps: Deps): { deleteOld(): Promise<void> } {
  let from = BEFORE_ALL
  let restUntil = deps.clock()
  return {
    async deleteOld() {
      for (let slice = 0; slice < SLICES && deps.clock() >= restUntil; slice += 1) {
        const ids = await nextIds(deps.database.manager, from)
        await deleteUsage(deps, ids)
        await deleteEnded(deps, ids)
        const last = ids.length < SLICE ? undefined : ids.at(-1)
        if (last === undefined) restUntil = addMilliseconds(deps.clock(), REST)
        from = last ?? BEFORE_ALL
      }
    },
  }
}

async function nextIds(manager: Executor, after: string): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `select id from personal_access_token where id > $1 order by id limit ${SLICE}`,
    [after],
  )
  return rows.map(({ id }) => id)
}

/** Some rows at a time: a token that was used from everywhere for years has as many of them as thousands of others. */
async function deleteUsage({ database, clock, kept }: Deps, ids: readonly string[]): Promise<void> {
  const before = addMilliseconds(clock(), -kept.usageRetentionDays * DAY)
    .toISOString()
    .slice(0, 10)
  const isOld = 'token_id = any($1) and day < $2::date'
  await deleteDue(database.manager, 'token_usage', isOld, [ids, before])
}

/** Their use goes first, some rows at a time: with its token it would all go at once. */
async function deleteEnded(deps: Deps, ids: readonly string[]): Promise<void> {
  const { database, clock, kept } = deps
  if (kept.tokenRetentionDays === undefined) return
  const before = addMilliseconds(clock(), -kept.tokenRetentionDays * DAY)
  const found: { id: string }[] = await database.manager.query(
    `select t.id from personal_access_token t where ${ENDED}`,
    [ids, before],
  )
  if (found.length === 0) return
  const ended = found.map(({ id }) => id)
  await deleteDue(database.manager, 'token_usage', 'token_id = any($1)', [ended])
  await deleteTokens(deps, ended, before)
}

type Ended = {
  readonly id: string
  readonly accountId: string
  readonly organizationId: string | null
  readonly name: string
  readonly hint: string
  readonly endedAt: Date
}

/** What is left of them is what the audit log says. A policy's end may be taken back, and counts for nothing here. */
async function deleteTokens({ database, clock }: Deps, ids: readonly string[], before: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const ended: Ended[] = await tx.query(LOCK_ENDED, [ids, before])
    if (ended.length === 0) return
    const gone = ended.map(({ id }) => id)
    await tx.query('update personal_access_token set rotated_from = null where rotated_from = any($1)', [
      gone,
    ])
    await tx.query('delete from personal_access_token where id = any($1)', [gone])
    await recordAll(tx, clock(), ended.map(toEvent))
  })
}

const ENDED = 't.id = any($1) and least(t.revoked_at, t.expires_at, t.retires_at) < $2'
const LOCK_ENDED = `
  select t.id, t.account_id as "accountId", t.organization_id as "organizationId", t.name, t.hint,
         least(t.revoked_at, t.expires_at, t.retires_at) as "endedAt"
    from personal_access_token t
   where ${ENDED}
   order by t.id for update skip locked`

const toEvent = ({ id, accountId, organizationId, name, hint, endedAt }: Ended) =>
  ({
    name: 'token.deleted',
    by: SYSTEM,
    accountId,
    tokenId: id,
    ...(organizationId === null ? {} : { organizationId }),
    data: { name, hint, endedAt },
  }) as const
