import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { createLog, MINUTE } from '../../src/lib/index.ts'
import { createRounds, type Pause, pauseAfter } from '../../src/tokens/rounds.ts'
import { createUsageCollector, type UsageCollector } from '../../src/tokens/usage.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

/** Asks until it is so; a test's own time limit ends it where it never is. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(10)
}

/** More than one transaction writes. */
const MANY = 1_100

describe('the pauses between slices of use', () => {
  it('are three times as long as the slice took', () => {
    expect(pauseAfter(4, { slices: 10, milliseconds: 12_000 })).to.equal(12)
  })

  it('are shorter where what is left would not be done in time', () => {
    expect(pauseAfter(4, { slices: 400, milliseconds: 4_000 })).to.equal(6)
  })

  it('are none where it is late already', () => {
    expect(pauseAfter(40, { slices: 400, milliseconds: 4_000 })).to.equal(0)
    expect(pauseAfter(40, { slices: 1, milliseconds: -1 })).to.equal(0)
  })

  it('end when somebody wants all of it now', async () => {
    let hasPaused = false
    const begun: Pause[] = []
    const work = async (pause: Pause) => {
      begun.push(pause)
      // Three minutes, were it not for that.
      await pause(MINUTE, 1)
      hasPaused = true
    }
    const rhythm = { everyMilliseconds: 1, withinMilliseconds: 10 * MINUTE }
    const rounds = createRounds(rhythm, work, () => {})
    await until(() => begun.length > 0)
    rounds.end()
    await rounds.now()
    expect(hasPaused).to.equal(true)
    expect(begun).to.have.length(2)
  })
})

describe('the rounds of writing use', () => {
  let rooms: TestRooms
  let ada: Account
  const lines: string[] = []
  const log = createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } })
  /** In a hurry to begin, and not to be done. */
  const begin = (): UsageCollector =>
    createUsageCollector(
      { ...rooms, log },
      { flush: async () => {} },
      { everyMilliseconds: 20, withinMilliseconds: MINUTE },
    )
  const mint = async () => {
    const wish = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
    return (await rooms.tokens.mint(OPERATOR, wish)).token.id
  }
  const useFromMany = (usage: UsageCollector, tokenId: string) => {
    for (let n = 0; n < MANY; n += 1)
      usage.touch({ tokenId, clientId: 'api', address: `10.0.${n >> 8}.${n & 255}` })
  }
  const written = async (tokenId: string) => {
    const [row] = await rooms.database.manager.query(
      'select count(*)::int as rows, coalesce(sum(count), 0)::int as uses from token_usage where token_id = $1',
      [tokenId],
    )
    return row as { rows: number; uses: number }
  }

  before(async () => {
    rooms = await freshRooms()
    ada = await rooms.createAccount('ada')
  })
  after(() => rooms.close())

  it('write all of it, each once', async () => {
    const tokenId = await mint()
    const usage = begin()
    useFromMany(usage, tokenId)
    await until(async () => (await written(tokenId)).rows === MANY)
    await usage.close()
    expect(await written(tokenId)).to.deep.equal({ rows: MANY, uses: MANY })
  })

  it('are brought to their end by a flush, and what was used meanwhile is written with it', async () => {
    const tokenId = await mint()
    const usage = begin()
    const flushing = await rooms.database.transaction(async (other) => {
      await other.query('lock table token_usage in share mode')
      useFromMany(usage, tokenId)
      await until(async () => {
        const [row] = await other.query(
          `select count(*)::int as waiting from pg_locks where relation = 'token_usage'::regclass and not granted`,
        )
        return row.waiting > 0
      })
      useFromMany(usage, tokenId)
      // In an object, as the transaction is not to wait for it.
      return { flushed: usage.flush() }
    })
    await flushing.flushed
    expect(await written(tokenId)).to.deep.equal({ rows: MANY, uses: 2 * MANY })
    await usage.close()
    expect(await written(tokenId)).to.deep.equal({ rows: MANY, uses: 2 * MANY })
  })

  it('try again what could not be written', async () => {
    const tokenId = await mint()
    const { manager } = rooms.database
    await manager.query('alter table token_usage rename to token_usage_away')
    const usage = begin()
    useFromMany(usage, tokenId)
    await until(() => lines.some((line) => line.includes('the use of tokens could not be written')))
    await manager.query('alter table token_usage_away rename to token_usage')
    await until(async () => (await written(tokenId)).rows === MANY)
    await usage.close()
    expect(await written(tokenId)).to.deep.equal({ rows: MANY, uses: MANY })
  })

  it('leave nothing behind when the server ends', async () => {
    const tokenId = await mint()
    const usage = begin()
    useFromMany(usage, tokenId)
    await until(async () => (await written(tokenId)).rows > 0)
    useFromMany(usage, tokenId)
    await usage.close()
    expect(await written(tokenId)).to.deep.equal({ rows: MANY, uses: 2 * MANY })
  })
})
