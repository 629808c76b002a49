import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshDatabase, run } from '../support/database.ts'
import { freshServer } from '../support/server.ts'
import { createDatabaseProxy } from './database-proxy.ts'

/** A server whose connection to PostgreSQL the test holds in its hand. */
async function serverOnACable() {
  const database = await freshDatabase()
  const proxy = await createDatabaseProxy(database.url)
  const server = await freshServer({ DATABASE_URL: proxy.url })
  const ada = await server.createAccount('ada')
  const by = { kind: 'account', id: ada.id } as const
  const { secret } = await server.tokens.mint(by, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] })
  const resourceServer = await server.catalogue.createResourceServer(OPERATOR, {
    name: 'Tracker API',
    audience: 'https://tracker.example.com',
    modules: ['tracker'],
  })
  const basic = `Basic ${btoa(`${resourceServer.resourceServer.clientId}:${resourceServer.secret}`)}`
  return {
    ...server,
    ...proxy,
    url: server.url,
    whoami: () => fetch(`${server.url}/api/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } }),
    introspect: () =>
      fetch(`${server.url}/introspect`, {
        method: 'POST',
        headers: { authorization: basic },
        body: new URLSearchParams({ token: secret }),
      }),
    ready: async () => (await fetch(`${server.url}/readyz`)).status,
    browser: () => signedInBrowser(server, ada.email),
    async end() {
      proxy.mend()
      await server.close()
      await proxy.close()
      await database.drop()
    },
  }
}

/** The first answer with this status; gives up only with the test's own time. */
async function eventually(ask: () => Promise<number>, status: number): Promise<void> {
  while ((await ask()) !== status) await sleep(50)
}

describe('health', () => {
  it('is alive and ready while all is well', async () => {
    const { url, close } = await freshServer()
    for (const path of ['/livez', '/readyz']) {
      const answer = await fetch(url + path)
      expect(answer.status).to.equal(200)
      expect(await answer.json()).to.deep.equal({ status: 'ok' })
    }
    await close()
  })
})

describe('a database that is away', () => {
  it('W9 is answered with 503 and Retry-After everywhere, and forgotten as soon as it is back', async () => {
    const server = await serverOnACable()
    const browser = await server.browser()
    expect((await server.introspect()).status).to.equal(200)
    server.cut()
    for (const answer of [
      await server.whoami(),
      await server.introspect(),
      await browser.get('/account/tokens'),
    ]) {
      expect(answer.status, answer.url).to.equal(503)
      expect(Number(answer.headers.get('retry-after')), answer.url).to.be.greaterThan(0)
      expect(await answer.text()).not.to.match(/ECONN|postgres/i)
    }
    const readiness = await fetch(`${server.url}/readyz`)
    expect(readiness.status).to.equal(503)
    expect(readiness.headers.get('retry-after')).to.equal('2')
    expect(await readiness.json()).to.deep.equal({
      status: 'unavailable',
      reason: 'the database does not answer',
    })
    expect((await fetch(`${server.url}/livez`)).status).to.equal(200)
    server.mend()
    expect((await server.whoami()).status).to.equal(200)
    expect(await (await server.introspect()).json()).to.include({ active: true })
    expect((await browser.get('/account/tokens')).status).to.equal(200)
    expect(await server.ready()).to.equal(200)
    await server.end()
  })

  it('I13 never makes introspection say active:false', async () => {
    const server = await serverOnACable()
    server.cut()
    const answers = await Promise.all(Array.from({ length: 20 }, server.introspect))
    for (const answer of answers) {
      expect(answer.status).to.equal(503)
      expect(await answer.text()).not.to.contain('active')
    }
    await server.end()
  })

  it('W9 is noticed by the readiness check when it accepts connections and says nothing', async () => {
    const server = await serverOnACable()
    server.clamp()
    expect(await server.ready()).to.equal(503)
    server.mend()
    await eventually(server.ready, 200)
    await server.end()
  })

  it('W9 is not waited for by introspection when it says nothing, and asked again when it does', async () => {
    const server = await serverOnACable()
    expect((await server.introspect()).status).to.equal(200)
    server.clamp()
    const startedAt = performance.now()
    const answers = await Promise.all(Array.from({ length: 40 }, server.introspect))
    // The driver alone would wait for ten seconds.
    expect(performance.now() - startedAt).to.be.below(5_000)
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '2'])
      expect(await answer.json()).to.include({ error: 'temporarily_unavailable' })
    }
    server.mend()
    await eventually(async () => (await server.introspect()).status, 200)
    await server.end()
  })

  it('W10 does not end the process when it kills every connection, idle ones too', async () => {
    const server = await freshServer()
    const name = new URL(server.databaseUrl).pathname.slice(1)
    const kill = () =>
      run(
        server.databaseUrl,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
      )
    const ready = async () => (await fetch(`${server.url}/readyz`)).status
    for (let round = 0; round < 3; round += 1) {
      const asked = Promise.all(Array.from({ length: 10 }, ready))
      await kill()
      for (const status of await asked) expect(status).to.be.oneOf([200, 503])
      await eventually(ready, 200)
    }
    await server.close()
  })
})
