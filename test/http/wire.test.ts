import { once } from 'node:events'
import { connect } from 'node:net'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { createServer } from '../../src/http/index.ts'
import { freshRooms, freshServer, type TestServer } from '../support/server.ts'
import { exchange, request, statusOf } from './raw.ts'

describe('requests that are not what they seem', () => {
  let server: TestServer
  before(async () => {
    server = await freshServer()
  })
  after(() => server.close())

  const body = 'token=x'
  for (const [name, bytes] of [
    [
      'two ways to tell the length',
      request(
        'POST',
        '/introspect',
        ['Host: x', 'Content-Length: 7', 'Transfer-Encoding: chunked'],
        `0\r\n\r\n`,
      ),
    ],
    [
      'two lengths',
      request('POST', '/introspect', ['Host: x', 'Content-Length: 7', 'Content-Length: 8'], body),
    ],
    [
      'a space before the colon',
      request('POST', '/introspect', ['Host: x', 'Transfer-Encoding : chunked'], '0\r\n\r\n'),
    ],
    ['no host', request('GET', '/livez', [])],
    ['two hosts', request('GET', '/livez', ['Host: a', 'Host: b'])],
    ['bare line feeds', 'GET /livez HTTP/1.1\nHost: x\nConnection: close\n\n'],
    ['a folded header', request('GET', '/livez', ['Host: x', 'X-A: b', ' c'])],
    [
      'a broken chunk',
      request(
        'POST',
        '/introspect',
        ['Host: x', 'Transfer-Encoding: chunked', 'Content-Type: application/x-www-form-urlencoded'],
        'zz\r\n',
      ),
    ],
    ['an unknown method', request('FETCH', '/livez')],
    ['a NUL in a header', request('GET', '/livez', ['Host: x', 'X-A: a\0b'])],
    ['HTTP/3.0 in its first line', 'GET /livez HTTP/3.0\r\nHost: x\r\n\r\n'],
  ] as const) {
    it(`W1 are refused: ${name}`, async () => {
      expect(statusOf(await exchange(server.url, bytes))).to.equal(400)
    })
  }

  it('W1 are refused: 20 kB of headers', async () => {
    const answer = await exchange(server.url, request('GET', '/', ['Host: x', `X-A: ${'a'.repeat(20_000)}`]))
    expect(statusOf(answer)).to.equal(431)
  })

  for (const path of [
    '/%00',
    '/%C0%80',
    '/%ED%A0%80',
    '/%',
    '/%zz',
    '/account/tokens/%00',
    '/interaction/%00',
    '/authorize/%00',
    '/authorize?client_id=%00',
    '/setup?key=%00',
    '/api/v1/%00',
    '/a%0d%0ab',
    '/sign-in?return_to=%00',
  ]) {
    it(`W3 are answered with 4xx: ${path}`, async () => {
      expect(statusOf(await exchange(server.url, request('GET', path)))).to.be.within(400, 499)
    })
  }

  for (const path of [
    '/authorize?client_id=%C0%80',
    '/authorize?client_id=%ED%A0%80&scope=%zz',
    '//evil.example/authorize',
    '/interaction/%F0%9F%92%A9',
    '/account/../../etc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    `/${'a/'.repeat(3_000)}`,
    '/constructor',
    '/__proto__',
    '/assets/../main.ts',
  ]) {
    it(`W3 are answered below 500: ${path.slice(0, 50)}`, async () => {
      expect(statusOf(await exchange(server.url, request('GET', path)))).to.be.below(500)
    })
  }

  for (const path of ['/sign-in', '/api/v1/tokens', '/nothing']) {
    it(`W3 are answered with 4xx where the body is not packed as it says: POST ${path}`, async () => {
      const lines = [
        'Host: x',
        'Content-Type: application/x-www-form-urlencoded',
        'Content-Encoding: gzip',
        'Content-Length: 7',
      ]
      expect(statusOf(await exchange(server.url, request('POST', path, lines, body)))).to.be.within(400, 499)
    })
  }

  for (const method of [
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'PUT',
    'DELETE',
    'PATCH',
    'SEARCH',
    'HEAD',
    'QUERY',
  ]) {
    it(`W3 are answered below 500: ${method}`, async () => {
      for (const path of ['/', '/account/tokens', '/introspect', '/api/v1/whoami', '/livez']) {
        expect(statusOf(await exchange(server.url, request(method, path))), path).to.be.below(500)
      }
    })
  }

  it('W3 are answered below 500: OPTIONS *, and an address that is not a path', async () => {
    expect(statusOf(await exchange(server.url, request('OPTIONS', '*')))).to.equal(400)
    expect(statusOf(await exchange(server.url, request('GET', 'http://')))).to.equal(400)
  })

  for (const cookie of [
    'patmint_session=%00',
    'patmint_session=a.b.c',
    'patmint_session=.',
    'patmint_session=\xff\xfe.x',
    '=;=;;',
    'patmint_browser="',
    `patmint_session=${'a'.repeat(8_000)}`,
    '_session=%00; _session.sig=x',
    '_interaction=%00',
  ]) {
    it(`W3 are answered below 500: Cookie ${cookie.slice(0, 30)}`, async () => {
      for (const path of ['/account/tokens', '/sign-in', '/interaction/x', '/authorize?client_id=x']) {
        const answer = await exchange(server.url, request('GET', path, ['Host: x', `Cookie: ${cookie}`]))
        expect(statusOf(answer), path).to.be.below(500)
      }
    })
  }

  it('A7 never lead discovery away from the issuer', async () => {
    for (const target of [
      '/.well-known/openid-configuration',
      'http://evil.example/.well-known/openid-configuration',
    ]) {
      const headers = [
        'Host: evil.example',
        'X-Forwarded-Host: evil.example',
        'X-Forwarded-Proto: https',
        'Forwarded: host=evil.example',
      ]
      const answer = await exchange(server.url, request('GET', target, headers))
      expect(statusOf(answer)).to.equal(200)
      expect(answer).not.to.contain('evil.example').and.not.to.contain('https:')
      expect(answer).to.contain(`"issuer":"${server.url}"`)
    }
  })
})

describe('a body that is too large', () => {
  it('I14 is refused, and the connection survives', async () => {
    const { url, close } = await freshServer()
    const big = `form_token=${'x'.repeat(60_000)}`
    const form = ['Host: x', 'Content-Type: application/x-www-form-urlencoded']
    const first = [`POST /sign-in HTTP/1.1`, ...form, `Content-Length: ${big.length}`, '', big].join('\r\n')
    const answers = await exchange(url, first + request('GET', '/livez'))
    expect(statusOf(answers)).to.equal(413)
    expect(answers).to.contain('{"status":"ok"}')
    await close()
  })
})

describe('slow clients', () => {
  const limits = {
    headersMilliseconds: 300,
    requestMilliseconds: 600,
    checkMilliseconds: 50,
    requestsAtOnce: 128,
  }

  for (const [name, bytes] of [
    ['says nothing', ''],
    ['never finishes its headers', 'GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [
      'never finishes its form',
      request(
        'POST',
        '/sign-in',
        ['Host: x', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 100'],
        'a=',
      ),
    ],
    [
      'never finishes its introspection',
      request(
        'POST',
        '/introspect',
        ['Host: x', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 100'],
        'token=',
      ),
    ],
  ] as const) {
    it(`W4 one that ${name} is cut off`, async () => {
      const port = await findFreePort()
      const rooms = await freshRooms({ PORT: String(port) })
      const server = createServer(rooms, limits)
      await server.listen()
      // The answer, where there is one, is not waited for: that the connection ends is what counts.
      expect(await exchange(`http://127.0.0.1:${port}`, bytes)).to.match(/^$|^HTTP\/1\.1 408 /)
      await server.close()
      await rooms.close()
    })
  }
})

describe('ending the server', () => {
  it('finishes the request that has begun, and drops idle connections at once', async () => {
    const port = await findFreePort()
    const rooms = await freshRooms({ PORT: String(port) })
    const server = createServer(rooms)
    await server.listen()
    const [silent, idle, busy] = [connect(port), connect(port), connect(port)]
    idle.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(idle, 'data')
    let received = ''
    busy.on('data', (chunk: Buffer) => (received += chunk.toString()))
    const arrived = once(server.server, 'request')
    const form = ['Host: x', 'Content-Type: application/x-www-form-urlencoded', 'Content-Length: 7']
    busy.write(`POST /introspect HTTP/1.1\r\n${form.join('\r\n')}\r\n\r\ntok`)
    await arrived
    for (const socket of [silent, idle]) socket.on('error', () => {})
    const ended = Promise.all([silent, idle, busy].map((socket) => once(socket, 'close')))
    const closed = server.close()
    busy.write('en=x')
    await Promise.all([closed, ended])
    expect(statusOf(received)).to.equal(401)
    expect(received.toLowerCase()).to.contain('connection: close')
    await rooms.close()
  })
})
