import type { Services } from '../../src/assemble.ts'
import { keepDayCounts, OPERATOR } from '../../src/audit/index.ts'
import { deleteOldAnswers } from '../../src/idempotency/index.ts'
import { type Act, type Times, timeAll } from './time.ts'

const USED = 1_000

/** What time brings: the first time all that has come together, and then what is left for it every time. */
export async function timeJobs(services: Services, repeats: number): Promise<Times> {
  const { tokens, sessions, oauth, webhooks, accounts, database } = services
  const used: { id: string }[] = await database.manager.query(
    `select id from personal_access_token tablesample system (1) where revoked_at is null limit ${USED}`,
  )
  const acts: Act[] = [
    [
      `writing the use of ${USED.toLocaleString('en')} tokens`,
      async () => {
        for (const { id } of used) tokens.touch({ tokenId: id, clientId: 'measured', address: '203.0.113.7' })
        await tokens.flushUsage()
      },
    ],
    ['telling of ends, 2,000 tokens looked at', tokens.tellEnds],
    ['deleting what ended long ago, 10,000 tokens looked at', tokens.deleteOld],
    ['deleting sessions that are over', sessions.deleteExpired],
    ['deleting what is over at the engine', oauth.deleteExpired],
    ['deleting old counts of introspections', tokens.deleteOldCounts],
    ['deleting kept answers', () => deleteOldAnswers(services)],
    ['deleting old deliveries', webhooks.deleteOldDeliveries],
    ['deleting password links', accounts.deleteExpired],
    ['keeping the counts of days', () => keepDayCounts(services)],
  ]
  return await timeAll(acts, repeats)
}

/** Generates tokens one after the other, as whoever waits for one sees it. */
export async function timeMinting(services: Services, repeats: number): Promise<Times & { wal: number }> {
  const { database, tokens } = services
  const [account]: { id: string }[] = await database.manager.query(
    `select id from account where kind = 'person' order by email offset 7 limit 1`,
  )
  const position = async () => {
    const rows: { wal: string }[] = await database.manager.query('select pg_current_wal_insert_lsn() as wal')
    return rows[0]?.wal ?? '0/0'
  }
  const mint = () =>
    tokens.mint(OPERATOR, {
      accountId: account?.id ?? '',
      name: 'ci deploy',
      scopes: ['tracker:read'],
      expiry: { inDays: 30 },
    })
  const times = await timeAll([['generating a token', mint]], repeats)
  // Past the first change of each page since a checkpoint, which writes the page whole.
  const before = await position()
  for (let n = 0; n < repeats; n += 1) await mint()
  const rows: { bytes: string }[] = await database.manager.query(
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1) as bytes',
    [before],
  )
  return Object.assign(times, { wal: Number(rows[0]?.bytes) / repeats })
}
