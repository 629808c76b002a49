import { expect } from 'chai'
import { listFixed } from '../../src/http/api/fixed.ts'
import { takesBody } from '../../src/http/api/operation.ts'
import { exchange, headersOf, request, statusOf } from '../http/raw.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Program, programOf } from './support.ts'

const MINT = '{"name":"ci","scopes":["tracker:read"]}'

/** Other each time, or only where an answer comes in pieces. */
const OWN = ['date', 'x-request-id', 'x-ratelimit-remaining', 'ratelimit', 'location', 'etag']

/** What is asked for at a fixed address is answered in front of koa. With an empty query behind it, koa answers the same. */
describe('the lane of the API', () => {
  let server: TestServer
  let all: Program
  let few: Program
  let far: Program
  before(async () => {
    server = await freshServer()
    const ada = await server.createAccount('ada', 'admin')
    all = await programOf(server, ada, ['admin'])
    few = await programOf(server, ada, ['tracker:read'])
    far = await programOf(server, ada, ['patmint:write'], { networks: ['203.0.113.0/24'] })
  })
  after(() => server.close())

  const ask = async (method: string, target: string, lines: string[], body: string) => {
    const answer = await exchange(server.url, request(method, target, ['Host: patmint', ...lines], body))
    const headers = [...headersOf(answer)].filter(
      ([name]) => !OWN.includes(name) && name !== 'content-length',
    )
    return { status: statusOf(answer), headers: Object.fromEntries(headers), body: plain(answer) }
  }
  const plain = (answer: string): string =>
    answer
      .slice(answer.indexOf('\r\n\r\n'))
      .replaceAll(
        /pat_\w+|"hint":"\w+"|\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
        '…',
      )

  const askBoth = async (method: string, path: string, lines: string[], body = '') => {
    const inFront = await ask(method, path, lines, body)
    expect(await ask(method, `${path}?`, lines, body)).to.deep.equal(inFront)
    return inFront
  }

  const withoutEnd = [...listFixed().values()].filter((one) => one.method === 'get' || takesBody(one))
  for (const operation of withoutEnd)
    it(`answers as koa does: ${operation.id}`, async () => {
      const method = operation.method.toUpperCase()
      // What would change what the next one is told is refused before it is done.
      const body = operation.id === 'mintToken' ? MINT : '{"unknown":1}'
      const sent = ['Content-Type: application/json', `Content-Length: ${body.length}`]
      const [lines, text] = operation.method === 'get' ? [[], ''] : [sent, body]
      for (const secret of [all.secret, few.secret])
        await askBoth(method, operation.path, [...lines, `Authorization: Bearer ${secret}`], text)
      await askBoth(method, operation.path, lines, text)
    })

  it('answers as koa does: tokens that are none, and one that is good elsewhere', async () => {
    for (const secret of ['pat_wrong', far.secret, `${far.secret} `, ''])
      await askBoth('GET', '/api/v1/whoami', [`Authorization: Bearer ${secret}`])
    await askBoth('GET', '/api/v1/whoami', ['Authorization: Basic eDp5'])
  })

  const odd: [words: string, lines: string[], body?: string][] = [
    ['a body of no type', [], MINT],
    ['another type', ['Content-Type: text/plain'], MINT],
    ['a broken body', ['Content-Type: application/json'], '{"name":'],
    ['a list', ['Content-Type: application/json'], '[]'],
    ['an unknown field', ['Content-Type: application/json'], MINT.replace('name', 'nome')],
    ['a scope that is none', ['Content-Type: application/json'], MINT.replace('read', 'none')],
    ['a key that is none', ['Content-Type: application/json', 'Idempotency-Key: ü'], MINT],
    ['a preference for pages', ['Content-Type: application/json', 'Accept: text/html'], '{}'],
    ['a request id', ['Content-Type: application/json', 'X-Request-Id: mine-0123'], MINT],
    ['two hosts', ['Content-Type: application/json', 'Host: other'], MINT],
  ]
  for (const [words, lines, body = ''] of odd)
    it(`answers as koa does: ${words}`, async () => {
      const length = `Content-Length: ${Buffer.byteLength(body)}`
      const shown = `Authorization: Bearer ${all.secret}`
      const { status } = await askBoth('POST', '/api/v1/tokens', [shown, length, ...lines], body)
      expect(status).to.be.oneOf([201, 400, 415])
    })

  it('answers once for a key, also where koa is asked again', async () => {
    const key = [
      'Idempotency-Key: once-0123',
      'Content-Type: application/json',
      `Content-Length: ${MINT.length}`,
    ]
    const lines = ['Host: patmint', `Authorization: Bearer ${all.secret}`, ...key]
    const mint = (more: string[]) =>
      exchange(server.url, request('POST', '/api/v1/tokens', [...lines, ...more], MINT))
    const [first, again] = [await mint([]), await mint(['TE: trailers'])]
    expect(statusOf(first)).to.equal(201)
    expect(again.split('\r\n\r\n')[1]).to.equal(first.split('\r\n\r\n')[1])
    expect(headersOf(again).get('idempotency-replayed')).to.equal('true')
  })
})
