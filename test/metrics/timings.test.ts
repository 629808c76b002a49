import { expect } from 'chai'
import { exchange, request } from '../http/raw.ts'
import { Browser, signedInBrowser } from '../support/browser.ts'
import type { TestServer } from '../support/server.ts'
import { METRICS_TOKEN, measuredServer, readMetrics } from './support.ts'

const REQUESTS = 'patmint_http_request_duration_seconds'

describe('what is timed', () => {
  let server: TestServer
  before(async () => {
    server = await measuredServer()
  })
  after(() => server.close())

  it('is requests, by method, pattern of the route and status', async () => {
    const ada = await server.createAccount('ada')
    const by = { kind: 'account', id: ada.id } as const
    const { token } = await server.tokens.mint(by, {
      accountId: ada.id,
      name: 'ci',
      scopes: ['tracker:read'],
    })
    const browser = await signedInBrowser(server, 'ada@example.com')
    for (const path of [`/account/tokens/${token.id}`, '/account/tokens/new', '/nothing', '/livez'])
      await (await browser.get(path)).text()
    await (await new Browser(server.url).get('/account/tokens')).text()
    for (const path of ['/.well-known/openid-configuration', '/api/v1/tokens/self', '/api/v1/nothing'])
      await (await fetch(server.url + path)).text()
    const shown = await readMetrics(server.url)
    for (const labels of [
      'method="GET",route="/account/tokens/:id",status="200"',
      'method="GET",route="/account/tokens/new",status="200"',
      'method="GET",route="/account/tokens",status="303"',
      'method="POST",route="/sign-in",status="303"',
      'method="GET",route="unmatched",status="404"',
      'method="GET",route="/livez",status="200"',
      'method="GET",route="/.well-known/*",status="200"',
      'method="GET",route="/api/v1/tokens/self",status="401"',
      'method="GET",route="/api/*",status="404"',
    ]) {
      expect(shown.get(`${REQUESTS}_count{${labels}}`), labels).to.equal(1)
      expect(shown.get(`${REQUESTS}_sum{${labels}}`), labels).to.be.above(0)
    }
    // The one that asks.
    expect(shown.get('patmint_http_requests_in_flight')).to.equal(1)
  })

  it('is the database: every statement, the wait for a connection, and the pool', async () => {
    await server.database.manager.query('select no_such_column').catch(() => {})
    const shown = await readMetrics(server.url)
    expect(shown.get('patmint_database_query_duration_seconds_count{outcome="ok"}')).to.be.above(10)
    expect(shown.get('patmint_database_query_duration_seconds_count{outcome="failed"}')).to.equal(1)
    expect(shown.get('patmint_database_pool_wait_seconds_count')).to.be.above(10)
    expect(shown.get('patmint_database_pool_max_connections')).to.equal(4)
    const connections = shown.get('patmint_database_pool_connections')
    expect(connections).to.be.within(1, 4)
    expect(shown.get('patmint_database_pool_idle_connections')).to.be.within(0, connections ?? 0)
    expect(shown.get('patmint_database_pool_waiting_requests')).to.equal(0)
  })

  it('shows who waits for a connection', async () => {
    const { pool } = server.database
    const held = await Promise.all([pool.connect(), pool.connect(), pool.connect(), pool.connect()])
    const waiting = server.database.ping()
    expect((await readMetrics(server.url)).get('patmint_database_pool_waiting_requests')).to.equal(1)
    for (const client of held) client.release()
    await waiting
  })

  it('is the process: event loop, memory, CPU', async () => {
    const shown = await readMetrics(server.url)
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_heap_size_used_bytes',
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
    ])
      expect(shown.get(name), name).to.be.above(0)
  })

  it('has no more series when requests get strange: no path, method, header or secret becomes a label', async () => {
    const strange = async (index: number) => {
      const secret = `pat_${String(index).padStart(49, 'x')}`
      const targets = [`/${secret}`, `/account/tokens/${secret}`, `/assets/${secret}`, `/authorize/${secret}`]
      for (const target of [...targets, `/api/v1/${secret}?q=${secret}`, `/%00${index}`, '*']) {
        await exchange(
          server.url,
          request('GET', target, [`Host: ${secret}`, `Authorization: Bearer ${secret}`]),
        )
      }
      for (const method of ['PROPFIND', 'MKCOL', 'PURGE', 'M-SEARCH', `X${index}`])
        await exchange(server.url, request(method, `/${secret}`))
      const body = new URLSearchParams({ token: secret, client_id: secret, client_secret: secret })
      await (await fetch(`${server.url}/introspect`, { method: 'POST', body })).text()
    }
    await strange(0)
    const before = await readMetrics(server.url)
    for (const index of [1, 2, 3, 4, 5]) await strange(index)
    const after = await readMetrics(server.url)
    const isOfProcess = (series: string) => /^(nodejs|process)_/.test(series)
    const namesOf = (shown: Map<string, number>) => [...shown.keys()].filter((series) => !isOfProcess(series))
    expect(namesOf(after)).to.deep.equal(namesOf(before))
    expect([...after.keys()].join('\n'))
      .not.to.match(/xxxx/)
      .and.not.to.contain(METRICS_TOKEN)
  })
})
