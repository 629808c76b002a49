import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { failure } from '../support/failure.ts'
import { HAS_REDIS_SERVER, openTestRedis, type TestRedis, until } from '../support/redis.ts'
import { openNode, startOfMinute } from './support.ts'

const a = { id: 'a', rateLimit: null }

describe('Redis that is away', () => {
  /** All that a node must do without it: count for itself, up to the same limit. */
  async function expectInsured(redisUrl: string): Promise<string> {
    const node = await openNode({ redisUrl })
    for (const remaining of [2, 1, 0]) expect(await node.takeFromBudget(a)).to.include({ remaining })
    expect(await failure(node.takeFromBudget(a))).to.include({ code: 'rate_limited' })
    await node.close()
    return node.logged()
  }

  it('leaves each node its own memory to count in: nothing listens', async () => {
    const url = `redis://somebody:a-secret-word@127.0.0.1:${await findFreePort()}`
    const logged = await expectInsured(url)
    expect(logged.match(/Redis does not answer/g)).to.have.length(1)
    expect(logged).not.to.contain('a-secret-word')
  })

  it('leaves each node its own memory to count in: it accepts and never answers', async () => {
    const sockets = new Set<Socket>()
    const silent = createServer((socket) => void sockets.add(socket.on('error', () => {}))).listen(
      0,
      '127.0.0.1',
    )
    await once(silent, 'listening')
    const address = silent.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    await expectInsured(`redis://127.0.0.1:${address.port}`)
    for (const socket of sockets) socket.destroy()
    silent.close()
  })

  if (!HAS_REDIS_SERVER) return

  describe('and comes back', () => {
    let redis: TestRedis
    before(async () => {
      redis = await openTestRedis()
    })
    after(async () => {
      redis.resume()
      await redis.stop()
    })

    it('is counted in again, after it was stopped', async () => {
      const clock = startOfMinute()
      const nodes = await Promise.all(
        [1, 2].map(() => openNode({ redisUrl: redis.url, clock, perMinute: 1000 })),
      )
      const [first, second] = nodes as [(typeof nodes)[0], (typeof nodes)[0]]
      const one = { id: 'stopped', rateLimit: null }
      await first.takeFromBudget(one)
      expect((await second.takeFromBudget(one)).remaining).to.equal(998)
      await redis.stop()
      expect((await first.takeFromBudget(one)).remaining).to.equal(999)
      expect((await second.takeFromBudget(one)).remaining).to.equal(999)
      await redis.start()
      const isBack = () => nodes.every((node) => node.logged().includes('Redis is back'))
      await until(isBack)
      await first.takeFromBudget(one)
      expect((await second.takeFromBudget(one)).remaining).to.equal(998)
      await Promise.all(nodes.map((node) => node.close()))
    })

    it('is waited for a moment only, while it hangs', async () => {
      const node = await openNode({ redisUrl: redis.url, perMinute: 1000 })
      const one = { id: 'paused', rateLimit: null }
      await node.takeFromBudget(one)
      redis.pause()
      expect((await node.takeFromBudget(one)).remaining).to.equal(999)
      // It is given up: after that nobody waits.
      await until(() => node.logged().includes('Redis does not answer'))
      expect((await node.takeFromBudget(one)).remaining).to.equal(998)
      redis.resume()
      await until(() => node.logged().includes('Redis is back'))
      expect((await node.takeFromBudget(one)).remaining).to.be.oneOf([997, 998])
      await node.close()
    })
  })
})
