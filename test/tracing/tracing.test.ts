import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { ConfigProblems, loadConfig } from '../../src/config/index.ts'
import { exchange, request } from '../http/raw.ts'
import { findLeaks } from '../support/secrets.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { openReceiver, type Receiver } from './receiver.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const CALLER = 'b7ad6b7169203331'
const SERVER = 2
const CLIENT = 3

describe('traces', () => {
  let receiver: Receiver
  let server: TestServer

  beforeEach(async () => {
    receiver = await openReceiver()
    server = await freshServer({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%20key',
      OTEL_SERVICE_NAME: 'patmint-test',
    })
  })
  afterEach(() => receiver.close())

  async function mint() {
    const { id } = await server.createAccount('ada')
    const by = { kind: 'account', id } as const
    const { secret } = await server.tokens.mint(by, { accountId: id, name: 'ci', scopes: ['tracker:read'] })
    return secret
  }
  const whoami = async (secret: string, headers: Record<string, string>) =>
    await (
      await fetch(`${server.url}/api/v1/whoami`, {
        headers: { authorization: `Bearer ${secret}`, ...headers },
      })
    ).json()
  const traceparent = (traceId: string, flags = '01') => ({ traceparent: `00-${traceId}-${CALLER}-${flags}` })

  it('continue the caller’s, from its request to the statement that answered it', async () => {
    const secret = await mint()
    await whoami(secret, { ...traceparent(TRACE), 'x-request-id': 'request-of-the-test' })
    await server.close()
    expect(receiver.requests[0]).to.include({ path: '/v1/traces' })
    expect(receiver.requests[0]?.headers).to.include({
      'x-api-key': 'a key',
      'content-type': 'application/json',
    })
    expect([...receiver.services]).to.deep.equal(['patmint-test'])
    const [asked] = receiver.spans.filter(({ kind }) => kind === SERVER)
    expect(asked).to.include({
      name: 'GET /api/v1/whoami',
      traceId: TRACE,
      parentSpanId: CALLER,
      isError: false,
    })
    expect(asked?.attributes).to.deep.equal({
      'http.request.method': 'GET',
      'http.route': '/api/v1/whoami',
      'http.response.status_code': 200,
      'patmint.request_id': 'request-of-the-test',
    })
    const statements = receiver.spans.filter(({ kind }) => kind === CLIENT)
    const resolved = statements.find(({ name }) => name === 'resolve-token')
    expect(resolved).to.include({ traceId: TRACE, parentSpanId: asked?.spanId })
    expect(resolved?.attributes).to.deep.equal({
      'db.system.name': 'postgresql',
      'db.query.summary': 'resolve-token',
    })
    expect(new Set(statements.map(({ traceId }) => traceId))).to.deep.equal(new Set([TRACE]))
    expect(server.logged()).to.contain(`"traceId":"${TRACE}"`)
  })

  it('keep requests apart that wait for the same connections', async () => {
    const secret = await mint()
    const traces = Array.from({ length: 24 }, (_, index) => `${index + 1}`.padStart(32, 'a'))
    await Promise.all(traces.map((traceId) => whoami(secret, traceparent(traceId))))
    await server.close()
    const tracesOf = (statement: string) =>
      receiver.spans.filter(({ name }) => name === statement).map(({ traceId }) => traceId)
    expect(tracesOf('memberships-of')).to.have.members(traces)
    // Of those that were looked up together it stands in one.
    const looks = tracesOf('resolve-token')
    expect(new Set(looks)).to.have.property('size', looks.length)
    expect(traces).to.include.members(looks)
  })

  it('hold no path, no query, no value and no secret, whatever was asked', async () => {
    const secret = await mint()
    await (await fetch(`${server.url}/${secret}?token=${secret}`, { headers: traceparent(TRACE) })).text()
    await (await fetch(`${server.url}/welcome?key=${secret}`)).text()
    await (
      await fetch(`${server.url}/api/v1/tokens/${secret}`, { headers: { authorization: `Bearer ${secret}` } })
    ).text()
    await exchange(server.url, request('GET', `/account/tokens/${secret}`))
    await exchange(server.url, request('GET', `/%00${secret}`))
    await server.close()
    expect(receiver.spans.filter(({ kind }) => kind === SERVER)).to.have.length(5)
    expect(findLeaks(receiver.text(), [secret])).to.deep.equal([])
    expect(receiver.text()).not.to.contain('ada@example.com')
  })

  it('tell a statement that failed by its code alone', async () => {
    const span = server.tracing.beginRequest({ method: 'GET', requestId: 'failing', headers: {} })
    await span.run(() => server.database.manager.query(`select 'a value'::uuid from account`)).catch(() => {})
    span.end({ route: '/failing', status: 503 })
    await server.close()
    const [failed] = receiver.spans.filter(({ kind }) => kind === CLIENT)
    expect(failed).to.include({ name: 'select account', isError: true })
    expect(failed?.attributes).to.include({ 'error.type': '22P02' })
    const [asked] = receiver.spans.filter(({ kind }) => kind === SERVER)
    expect(asked).to.include({ name: 'GET /failing', isError: true })
    expect(receiver.text()).not.to.contain('a value')
  })

  it('leave out what the caller leaves out', async () => {
    await whoami(await mint(), traceparent(TRACE, '00'))
    await server.close()
    expect(receiver.spans).to.deep.equal([])
  })

  it('are a share of all where that is asked for', async () => {
    await server.close()
    const none = await freshServer({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
      OTEL_TRACES_SAMPLER_ARG: '0',
    })
    await (await fetch(`${none.url}/livez`)).text()
    await (await fetch(`${none.url}/livez`, { headers: traceparent(TRACE) })).text()
    await none.close()
    expect(receiver.spans.map(({ traceId }) => traceId)).to.deep.equal([TRACE])
  })
})

describe('without a receiver', () => {
  it('requests are answered, the end does not wait, and the log says what is lost', async () => {
    const server = await freshServer({
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${await findFreePort()}`,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=key-of-the-receiver',
    })
    expect((await fetch(`${server.url}/livez`)).status).to.equal(200)
    await server.close()
    expect(server.logged()).to.contain('traces could not be sent').and.not.to.contain('key-of-the-receiver')
  })

  it('nothing of OpenTelemetry’s SDK is loaded unless one is named', async () => {
    const script = `
      import { openTracing } from './src/tracing/index.ts'
      const [otlpEndpoint] = process.argv.slice(1)
      await openTracing({ otlpEndpoint, otlpHeaders: {}, otelServiceName: 'a', otelSampleRatio: 1 })
      console.log(globalThis.loaded)`
    const hook = `
      import { registerHooks } from 'node:module'
      globalThis.loaded = []
      registerHooks({ load(url, context, next) { if (url.includes('@opentelemetry')) globalThis.loaded.push(url); return next(url, context) } })`
    const run = async (...given: string[]) => {
      const preload = `data:text/javascript,${encodeURIComponent(hook)}`
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--import',
        preload,
        '--input-type=module',
        '--eval',
        script,
        ...given,
      ])
      return stdout
    }
    expect(await run()).to.contain('[]')
    expect(await run('http://127.0.0.1:1')).to.contain('@opentelemetry')
  })
})

describe('the options of traces', () => {
  it('are those of OpenTelemetry', () => {
    const read = loadConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp.example.com/otlp',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20YTpi, x-tenant=a',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
    })
    expect(read).to.deep.include({
      otlpEndpoint: 'https://otlp.example.com/otlp',
      otlpHeaders: { authorization: 'Basic YTpi', 'x-tenant': 'a' },
      otelServiceName: 'patmint',
      otelSampleRatio: 0.05,
    })
  })

  for (const [variable, value] of [
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://name:word@127.0.0.1:4318'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no-value'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=100%'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%ff'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=b%0D%0Ac'],
    ['OTEL_TRACES_SAMPLER_ARG', '2'],
    ['OTEL_TRACES_SAMPLER_ARG', 'half'],
  ] as const) {
    it(`refuse ${variable}=${value}, without repeating it`, () => {
      expect(() => loadConfig({ [variable]: value }))
        .to.throw(ConfigProblems, variable)
        .with.property('message')
        .not.include(` ${value}`)
    })
  }
})
