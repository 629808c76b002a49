import { expect } from 'chai'
import { MINUTE, SECOND } from '../../src/lib/index.ts'
import { FAILURES_PER_MINUTE } from '../../src/rate-limit/index.ts'
import { failure } from '../support/failure.ts'
import { HAS_REDIS_SERVER, openTestRedis, type TestRedis } from '../support/redis.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { openNode, startOfMinute } from './support.ts'

type Node = Awaited<ReturnType<typeof openNode>>

const token = (id: string, rateLimit: number | null = null) => ({ id, rateLimit })

describe('the limits of one node', () => {
  let node: Node
  beforeEach(async () => {
    node = await openNode({})
  })

  it('let a token make its requests, and say what is left of them', async () => {
    const budgets = []
    for (const _ of [1, 2, 3]) budgets.push(await node.takeFromBudget(token('a')))
    expect(budgets.map(({ limit, remaining }) => [limit, remaining])).to.deep.equal([
      [3, 2],
      [3, 1],
      [3, 0],
    ])
    expect(await failure(node.takeFromBudget(token('a')))).to.include({
      code: 'rate_limited',
      kind: 'too_many',
      retryAfterSeconds: 60,
      message: 'This token has made its 3 requests of this minute. Try again in 60 seconds.',
    })
  })

  it('keep tokens apart', async () => {
    for (const _ of [1, 2, 3]) await node.takeFromBudget(token('a'))
    expect((await node.takeFromBudget(token('b'))).remaining).to.equal(2)
  })

  it('begin anew with the next minute of the clock, and say when that is', async () => {
    for (const _ of [1, 2, 3]) await node.takeFromBudget(token('a'))
    const next = new Date(Math.floor(node.clock().getTime() / MINUTE) * MINUTE + MINUTE)
    node.clock.advance(30 * SECOND)
    const error = (await failure(node.takeFromBudget(token('a')))) as { budget: object }
    expect(error.budget).to.deep.include({ remaining: 0, resetAt: next, resetSeconds: 30 })
    node.clock.advance(30 * SECOND)
    expect(await node.takeFromBudget(token('a'))).to.include({ remaining: 2, resetSeconds: 60 })
  })

  it('let a token have a limit of its own, and a changed one hold at once', async () => {
    expect(await node.takeFromBudget(token('a', 1))).to.include({ limit: 1, remaining: 0 })
    expect(await failure(node.takeFromBudget(token('a', 1)))).to.include({ code: 'rate_limited' })
    expect(await node.takeFromBudget(token('a', 5))).to.include({ limit: 5, remaining: 2 })
    expect(await failure(node.takeFromBudget(token('a', 2)))).to.include({ code: 'rate_limited' })
  })

  it('ask the store once a request, and not at all about who was refused in this minute', async () => {
    for (const _ of [1, 2, 3]) await node.takeFromBudget(token('a'))
    for (const _ of [1, 2, 3, 4]) await failure(node.takeFromBudget(token('a')))
    expect(node.asked()).to.equal(4)
  })

  it('count failures by address, whichever tokens are good there', async () => {
    for (let n = 0; n < FAILURES_PER_MINUTE; n += 1) {
      await node.countFailure('192.0.2.1')
      if (n < 3) await node.takeFromBudget(token('good'))
    }
    expect(await failure(node.countFailure('192.0.2.1'))).to.include({ code: 'rate_limited' })
    await node.countFailure('192.0.2.2')
    expect(await node.takeFromBudget(token('another'))).to.include({ remaining: 2 })
    node.clock.advance(MINUTE)
    await node.countFailure('192.0.2.1')
  })

  it('take all addresses of an IPv6 /64 for one', async () => {
    for (let n = 0; n < FAILURES_PER_MINUTE; n += 1)
      await node.countFailure(`2001:db8:1:2::${n.toString(16)}`)
    expect(await failure(node.countFailure('2001:db8:1:2:ffff::1'))).to.include({ code: 'rate_limited' })
    await node.countFailure('2001:db8:1:3::1')
  })

  it('take an IPv4 address in IPv6’s clothes for itself, not for one /64 with all others', async () => {
    for (let n = 0; n < FAILURES_PER_MINUTE; n += 1) await node.countFailure('::ffff:192.0.2.1')
    expect(await failure(node.countFailure('192.0.2.1'))).to.include({ code: 'rate_limited' })
    await node.countFailure('::ffff:192.0.2.2')
  })

  it('leave introspection alone, unless a number is set', async () => {
    for (const _ of [1, 2, 3, 4]) expect(node.countIntrospection('api')).to.equal(undefined)
    expect(node.asked()).to.equal(0)
    const limited = await openNode({ introspectionsPerMinute: 2 })
    await limited.countIntrospection('api')
    expect(await limited.countIntrospection('api')).to.include({ limit: 2, remaining: 0 })
    expect(await failure(Promise.resolve(limited.countIntrospection('api')))).to.include({
      code: 'rate_limited',
    })
    await limited.countIntrospection('other')
  })
})

describe('the limits of several nodes', () => {
  let rooms: TestRooms
  let redis: TestRedis | undefined
  before(async () => {
    rooms = await freshRooms()
    if (HAS_REDIS_SERVER) redis = await openTestRedis()
  })
  after(async () => {
    await redis?.stop()
    await rooms.close()
  })

  const given = process.env['TEST_REDIS_URL']
  const stores: [string, () => object][] = [
    ['PostgreSQL', () => ({ pool: rooms.database.pool })],
    ...(HAS_REDIS_SERVER ? ([['Redis', () => ({ redisUrl: redis?.url })]] as [string, () => object][]) : []),
    ...(given === undefined
      ? []
      : ([['the Redis of TEST_REDIS_URL', () => ({ redisUrl: given })]] as [string, () => object][])),
  ]
  for (const [name, store] of stores) {
    it(`are one where ${name} counts, also of requests that come together`, async () => {
      const clock = startOfMinute()
      const nodes = await Promise.all([1, 2].map(() => openNode({ ...store(), clock, perMinute: 50 })))
      const id = `shared by ${process.pid} at ${Date.now()}`
      const tries = await Promise.allSettled(
        Array.from({ length: 40 }, () => nodes.map((node) => node.takeFromBudget(token(id)))).flat(),
      )
      expect(tries.filter(({ status }) => status === 'fulfilled')).to.have.length(50)
      const left = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value.remaining] : []))
      expect(new Set(left)).to.have.length(50)
      clock.advance(MINUTE)
      for (const node of nodes) await node.takeFromBudget(token(id))
      await Promise.all(nodes.map((node) => node.close()))
    })
  }

  it('count nothing for ever: PostgreSQL forgets the minutes that are over', async () => {
    const node = await openNode({ pool: rooms.database.pool })
    await node.takeFromBudget(token('old'))
    await rooms.database.manager.query('update rate_limit set expire = expire - 600000')
    await node.takeFromBudget(token('new'))
    await node.deleteExpired()
    const keys: { key: string }[] = await rooms.database.manager.query('select key from rate_limit')
    expect(keys.map(({ key }) => key.split(':')[1])).to.deep.equal(['new'])
  })

  it('write nothing to a log that a disk has to keep', async () => {
    const [table] = await rooms.database.manager.query(
      `select relpersistence from pg_class where relname = 'rate_limit'`,
    )
    expect(table.relpersistence).to.equal('u')
  })
})
