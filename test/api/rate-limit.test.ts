import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import type { Account } from '../../src/accounts/index.ts'
import { assemble, type Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createServer } from '../../src/http/index.ts'
import { createLog, MINUTE, SECOND } from '../../src/lib/index.ts'
import { FAILURES_PER_MINUTE } from '../../src/rate-limit/index.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { TEST_SECRET } from '../support/first-start.ts'
import { HAS_REDIS_SERVER, openTestRedis } from '../support/redis.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

/** One more server on the same database, with the same clock. */
async function secondNode(first: TestServer, environment: Record<string, string> = {}) {
  const port = await findFreePort()
  const config = loadConfig({
    PORT: String(port),
    DATABASE_URL: first.databaseUrl,
    PATMINT_SECRET: TEST_SECRET,
    PATMINT_DATABASE_POOL_SIZE: '4',
    ...environment,
  })
  const rooms: Services = await assemble(config, { clock: first.clock, log: createLog({ level: 'silent' }) })
  const server = createServer(rooms)
  await server.listen()
  const close = async () => {
    await server.close()
    await rooms.close()
  }
  return { url: `http://127.0.0.1:${port}`, close }
}

const limitsOf = (headers: Headers) =>
  Object.fromEntries(
    [
      'ratelimit-policy',
      'ratelimit',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'retry-after',
    ].map((name) => [name, headers.get(name)]),
  )

const anyInteger = /^\d+$/

describe('the rate limit of the API', () => {
  const stores: [string, () => Promise<{ environment: Record<string, string>; stop(): Promise<void> }>][] = [
    ['one database', async () => ({ environment: {}, stop: async () => {} })],
    ...(HAS_REDIS_SERVER ? [['one Redis', withRedis] as [string, typeof withRedis]] : []),
  ]

  async function withRedis() {
    const redis = await openTestRedis()
    return { environment: { REDIS_URL: redis.url }, stop: () => redis.stop() }
  }

  for (const [name, open] of stores) {
    it(`lets 600 requests of a token pass and refuses the 601st, over two nodes that share ${name}`, async () => {
      const { environment, stop } = await open()
      const server = await freshServer(environment)
      const other = await secondNode(server, environment)
      const ada = await server.createAccount('ada')
      const here = await programOf(server, ada, ['tracker:read'])
      const there = holding(other, here.secret)
      startOfMinute(server.clock)
      const statuses: number[] = []
      for (let round = 0; round < 30; round += 1) {
        const answers = await Promise.all(
          Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? here : there).get('whoami')),
        )
        statuses.push(...answers.map(({ status }) => status))
      }
      expect(statuses).to.deep.equal(Array.from({ length: 600 }, () => 200))
      const resetsAt = (Math.floor(server.clock().getTime() / MINUTE) + 1) * 60
      for (const node of [there, here]) {
        const refused = await node.get('whoami')
        expect(refused.status).to.equal(429)
        expect(refused.headers.get('content-type')).to.contain('application/problem+json')
        expect(refused.body).to.include({ code: 'rate_limited', status: 429 })
        const { ratelimit, 'retry-after': after, ...fixed } = limitsOf(refused.headers)
        expect(fixed).to.deep.equal({
          'ratelimit-policy': '"token";q=600;w=60',
          'x-ratelimit-limit': '600',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(resetsAt),
        })
        expect(after).to.match(anyInteger)
        expect(ratelimit).to.equal(`"token";r=0;t=${after}`)
        expect(Number(after)).to.be.within(1, 60)
      }
      server.clock.advance(MINUTE)
      expect((await there.get('whoami')).headers.get('x-ratelimit-remaining')).to.equal('599')
      await other.close()
      await server.close()
      await stop()
    })
  }

  describe('of one node', () => {
    let server: TestServer
    let ada: Account
    let program: Program
    beforeEach(async () => {
      server = await freshServer({ PATMINT_RATE_LIMIT_PER_MINUTE: '3' })
      ada = await server.createAccount('ada')
      program = await programOf(server, ada, ['patmint:read'])
      startOfMinute(server.clock)
    })
    afterEach(() => server.close())

    const status = async (path: string, headers = {}) =>
      (await fetch(`${server.url}${path}`, { headers })).status
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
    const spend = async (held = program) => {
      for (const _ of [1, 2, 3]) expect((await held.get('whoami')).status).to.equal(200)
      expect((await held.get('whoami')).status).to.equal(429)
    }

    it('is told with every answer', async () => {
      server.clock.advance(20 * SECOND)
      const { headers } = await program.get('whoami')
      const reset = (Math.floor(server.clock().getTime() / MINUTE) + 1) * 60
      const left = reset - Math.floor(server.clock().getTime() / SECOND)
      expect(limitsOf(headers)).to.include({
        'ratelimit-policy': '"token";q=3;w=60',
        'x-ratelimit-limit': '3',
        'x-ratelimit-remaining': '2',
        'x-ratelimit-reset': String(reset),
        'retry-after': null,
      })
      expect(headers.get('ratelimit')).to.match(/^"token";r=2;t=\d+$/)
      expect(Number(/t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1])).to.be.closeTo(left, 1)
    })

    it('counts what is refused for its scope or its parameters too', async () => {
      expect((await program.post('tokens', {})).status).to.equal(403)
      const wrong = await program.get('tokens?limit=lots')
      expect(wrong.status).to.equal(400)
      expect(wrong.headers.get('x-ratelimit-remaining')).to.equal('1')
    })

    it('is one for REST and GraphQL', async () => {
      await spend()
      const answer = await program.post('/graphql', { query: '{ whoami { accountId } }' })
      expect([answer.status, answer.body.code]).to.deep.equal([429, 'rate_limited'])
      expect(answer.headers.get('ratelimit')).to.match(/^"token";r=0;/)
    })

    it('holds as an administrator set it, from the next request on', async () => {
      await spend()
      await server.tokens.setRateLimit(OPERATOR, program.tokenId, 10)
      const answer = await program.get('whoami')
      expect([answer.status, answer.headers.get('x-ratelimit-limit')]).to.deep.equal([200, '10'])
      await server.tokens.setRateLimit(OPERATOR, program.tokenId, null)
      expect((await program.get('whoami')).status).to.equal(429)
    })

    it('never keeps anybody from ending a token that leaked', async () => {
      await spend()
      expect((await program.delete('tokens/self')).status).to.equal(204)
      expect((await program.get('whoami')).status).to.equal(401)
    })

    it('counts no request that is refused as a use of the token', async () => {
      await spend()
      await server.tokens.flushUsage()
      const [day] = (await server.tokens.usage(program.tokenId)).days.filter(({ count }) => count > 0)
      expect(day?.count).to.equal(3)
    })

    it('limits failed authentications by address, and good tokens there never feel it', async () => {
      const good = await programOf(server, ada, ['tracker:read'])
      await server.tokens.setRateLimit(OPERATOR, good.tokenId, 1000)
      const unknown = bearer('pat_of_somebody_who_guesses')
      const statuses: number[] = []
      for (let n = 0; n <= FAILURES_PER_MINUTE; n += 1) {
        statuses.push(await status('/api/v1/whoami', unknown))
        if (n % 10 === 0) expect((await good.get('whoami')).status).to.equal(200)
      }
      expect(statuses.slice(0, -1).every((one) => one === 401)).to.equal(true)
      expect(statuses.at(-1)).to.equal(429)
      const refused = await fetch(`${server.url}/graphql`, { method: 'POST', headers: unknown })
      expect(refused.status).to.equal(429)
      expect(await refused.json()).to.include({ code: 'rate_limited' })
      expect(refused.headers.get('ratelimit-policy')).to.equal(
        `"failed-authentication";q=${FAILURES_PER_MINUTE};w=60`,
      )
      expect(refused.headers.get('retry-after')).to.match(anyInteger)
      expect(refused.headers.get('www-authenticate')).to.equal(null)
      expect((await good.get('whoami')).status).to.equal(200)
      expect(await status('/api/v1/whoami')).to.equal(401)
      server.clock.advance(MINUTE)
      expect(await status('/api/v1/whoami', unknown)).to.equal(401)
    })

    it('takes a token outside of its networks for a failure, which leaves its budget alone', async () => {
      const bound = await programOf(server, ada, ['tracker:read'], { networks: ['198.51.100.0/24'] })
      for (const _ of [1, 2, 3, 4, 5]) expect((await bound.get('whoami')).status).to.equal(401)
      const rows: { key: string }[] = await server.database.manager.query('select key from rate_limit')
      expect(rows.map(({ key }) => key.split(':')[0])).to.deep.equal(['failed-authentication'])
    })
  })
})
