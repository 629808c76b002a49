import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { type Program, programOf } from '../api/support.ts'
import { type Browser, signedInBrowser } from '../support/browser.ts'
import { type Cluster, openCluster } from '../support/cluster.ts'
import { freshServer, type TestServer } from '../support/server.ts'

/** A PostgreSQL that things happen to, and a server that lives through them. */
describe('a PostgreSQL', function () {
  this.timeout(60_000)
  let cluster: Cluster
  let server: TestServer
  let ada: Account
  let program: Program
  let browser: Browser
  let basic: string
  const minted = new Map<string, 'live' | 'revoked' | 'unknown'>()

  for (const lane of ['on', 'off'] as const) {
    describe(`with the lane ${lane}`, () => {
      before(() => open(lane))
      after(async () => {
        await server.close()
        await cluster.close()
      })
      outages()
      if (lane === 'on') whateverAnswers()
    })
  }

  async function open(lane: 'on' | 'off'): Promise<void> {
    minted.clear()
    cluster = await openCluster()
    server = await freshServer({
      DATABASE_URL: cluster.url,
      PATMINT_INTROSPECTION_LANE: lane,
      PATMINT_TOKENS_PER_ACCOUNT: '100000',
      PATMINT_RATE_LIMIT_PER_MINUTE: '100000',
    })
    ada = await server.createAccount('ada')
    program = await programOf(server, ada, ['patmint:write', 'tracker:read'])
    browser = await signedInBrowser(server, ada.email)
    const { resourceServer, secret } = await server.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    basic = `Basic ${btoa(`${resourceServer.clientId}:${secret}`)}`
  }

  const introspect = (token: string) =>
    fetch(`${server.url}/introspect`, {
      method: 'POST',
      headers: { authorization: basic },
      body: new URLSearchParams({ token }),
    })
  const ready = async () => (await fetch(`${server.url}/readyz`)).status
  const reads = () => [() => introspect(program.secret), () => browser.get('/account/tokens')]
  const mint = async () => {
    const { status, headers, body } = await program.post('tokens', { name: 'ci', scopes: ['tracker:read'] })
    if (status === 201) minted.set(body.secret, 'live')
    return { status, headers, id: body.token?.id as string, secret: body.secret as string }
  }

  /** Mints, revokes and asks, all the time, and notes what was acknowledged. @returns how to end it */
  function live(): () => Promise<void> {
    let isOver = false
    const one = async () => {
      const { status, id, secret } = await mint()
      if (status !== 201) return await sleep(10)
      if (minted.size % 3 === 0) {
        minted.set(secret, 'unknown')
        if ((await program.delete(`tokens/${id}`)).status === 204) minted.set(secret, 'revoked')
      }
      await check(secret)
    }
    const work = Array.from({ length: 4 }, async () => {
      while (!isOver) await one()
    })
    return async () => {
      isOver = true
      await Promise.all(work)
    }
  }

  /** It may be that nobody can tell. What is told is right. */
  async function check(secret: string): Promise<number> {
    const state = minted.get(secret)
    const answer = await introspect(secret)
    expect(answer.status).to.be.oneOf([200, 503])
    if (answer.status === 503) expect(Number(answer.headers.get('retry-after'))).to.be.above(0)
    else if (state !== 'unknown') expect(await answer.json()).to.include({ active: state === 'live' })
    return answer.status
  }

  /** Everything that was acknowledged is still so. */
  async function expectNothingLost(): Promise<void> {
    expect([...minted.values()]).to.include.members(['live', 'revoked'])
    const secrets = [...minted.keys()]
    // A few at a time: that there are too many at once is not what is looked at.
    const checkOn = async (): Promise<void> => {
      for (let secret = secrets.pop(); secret !== undefined; secret = secrets.pop())
        expect(await check(secret)).to.equal(200)
    }
    await Promise.all([checkOn(), checkOn(), checkOn(), checkOn()])
  }

  const isAway = ({ status, headers }: { status: number; headers: Headers }) => {
    expect(status).to.equal(503)
    expect(Number(headers.get('retry-after'))).to.be.above(0)
  }

  async function expectAway(): Promise<void> {
    for (const answer of await Promise.all([...reads().map((ask) => ask()), mint()])) isAway(answer)
    expect(await ready()).to.equal(503)
    expect((await fetch(`${server.url}/livez`)).status).to.equal(200)
  }

  async function expectBack(): Promise<void> {
    while ((await ready()) !== 200) await sleep(20)
    for (const ask of reads()) expect((await ask()).status).to.equal(200)
    expect((await mint()).status).to.equal(201)
    await expectNothingLost()
  }

  function outages(): void {
    it('W9 that does not move is 503 while it does not, on connections that are open and on new ones', async () => {
      const end = live()
      await cluster.freeze()
      await expectAway()
      await expectAway()
      await cluster.thaw()
      await end()
      await expectBack()
    })

    it('W9 whose connections are all taken is 503, and no request waits until one is free', async () => {
      const holder = new Client({ connectionString: cluster.url })
      await holder.connect()
      await holder.query('begin; lock table personal_access_token')
      await expectAwayButAlive()
      await holder.end()
      await expectBack()
    })

    async function expectAwayButAlive(): Promise<void> {
      const many = Array.from({ length: 10 }, () => [...reads().map((ask) => ask()), mint()]).flat()
      for (const answer of await Promise.all(many)) isAway(answer)
      expect((await fetch(`${server.url}/livez`)).status).to.equal(200)
    }

    it('W9 that follows another one answers nothing, not even what it knows', async () => {
      await cluster.demote()
      await expectAway()
      await cluster.sql('select pg_promote()')
      await expectBack()
    })
  }

  /** Once is enough: what asks the database has no part in these. */
  function whateverAnswers(): void {
    it('W9 that is killed is 503 until it is back, and nothing that was acknowledged is lost', async () => {
      const end = live()
      while (![...minted.values()].includes('revoked')) await sleep(5)
      await cluster.kill()
      await expectAway()
      await cluster.start()
      while ((await ready()) !== 200) await sleep(20)
      await end()
      await expectBack()
    })

    it('W9 that is restarted is missed for as long as it is away', async () => {
      const end = live()
      for (let round = 0; round < 3; round += 1) {
        await cluster.stop()
        await cluster.start()
      }
      await end()
      await expectBack()
    })

    it('W9 that may only be read answers questions, and is 503 to whoever would change something', async () => {
      await cluster.sql('alter system set default_transaction_read_only = on')
      await cluster.sql('select pg_reload_conf()')
      while ((await ready()) !== 503) await sleep(20)
      isAway(await mint())
      for (const ask of reads()) expect((await ask()).status).to.equal(200)
      await cluster.sql('alter system reset default_transaction_read_only')
      await cluster.sql('select pg_reload_conf()')
      await expectBack()
    })

    it('W9 that is full is 503 to whoever would write, and still answers questions', async () => {
      await cluster.sql('set session_replication_role = replica; truncate audit_event')
      const free = await cluster.fill('audit_event')
      while ((await ready()) !== 200) await sleep(20)
      isAway(await mint())
      expect(await ready()).to.equal(503)
      for (const ask of reads()) expect((await ask()).status).to.equal(200)
      await free()
      await expectBack()
    })
  }
})
