import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { exchange, statusOf } from '../http/raw.ts'
import { freshServer, type TestServer } from '../support/server.ts'

const FORM = 'Content-Type: application/x-www-form-urlencoded'

for (const lane of ['on', 'off']) {
  describe(`introspection, with the lane ${lane}, beside`, () => {
    let server: TestServer
    let secret: string
    let basic: string
    before(async () => {
      server = await freshServer({ PATMINT_INTROSPECTION_LANE: lane })
      const ada = await server.createAccount('ada')
      const given = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
      secret = (await server.tokens.mint(OPERATOR, given)).secret
      const made = await server.catalogue.createResourceServer(OPERATOR, {
        name: 'Tracker API',
        audience: 'https://tracker.example.com',
        modules: ['tracker'],
      })
      basic = `Basic ${btoa(`${made.resourceServer.clientId}:${made.secret}`)}`
    })
    after(() => server.close())

    const post = (body: string) => `POST /introspect HTTP/1.1\r\n${headers(body.length)}\r\n\r\n${body}`
    const headers = (length: number) =>
      ['Host: x', FORM, `Authorization: ${basic}`, `Content-Length: ${length}`].join('\r\n')
    const bye = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
    const isActive = async () => {
      const answer = await fetch(`${server.url}/introspect`, {
        method: 'POST',
        headers: { authorization: basic },
        body: new URLSearchParams({ token: secret }),
      })
      return [answer.status, ((await answer.json()) as { active?: boolean }).active]
    }

    it('W4 five hundred clients that never finish what they say, goes on', async () => {
      const begun = [
        '',
        'GET /account/tokens HTTP/1.1\r\nHost: x\r\nX-Slow: ',
        `POST /introspect HTTP/1.1\r\n${headers(100)}\r\n\r\ntoken=`,
        `POST /sign-in HTTP/1.1\r\nHost: x\r\n${FORM}\r\nContent-Length: 100\r\n\r\nemail=`,
        `POST /api/v1/tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      ]
      const sockets: Socket[] = []
      for (let n = 0; n < 500; n += 1) {
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
        socket.on('error', () => {})
        await once(socket, 'connect')
        socket.write(begun[n % begun.length] ?? '')
        sockets.push(socket)
      }
      for (let round = 0; round < 5; round += 1) {
        const answers = await Promise.all(Array.from({ length: 20 }, isActive))
        expect(answers).to.deep.equal(Array.from({ length: 20 }, () => [200, true]))
      }
      expect(sockets.filter(({ closed }) => closed)).to.have.length(0)
      for (const socket of sockets) socket.destroy()
    })

    it('I14 a token of 55 kB, which is none, and more than 56 kB, which is no question, keeps the connection', async () => {
      const token = `pat_${'x'.repeat(55_000)}`
      const tooLong = `token=pat_${'x'.repeat(57_400)}`
      const answers = await exchange(server.url, post(`token=${token}`) + post(tooLong) + bye)
      expect(statusOf(answers)).to.equal(200)
      expect(answers).to.contain('{"active":false}')
      const after = answers.slice(answers.indexOf('{"active":false}') + 16)
      expect(statusOf(after)).to.equal(400)
      expect(after).to.contain('"error":"invalid_request"')
      expect(after).to.contain('{"status":"ok"}')
    })

    for (const [name, length] of [
      ['of a length that it tells', `Content-Length: ${160 * 65_536}`],
      ['in chunks', 'Transfer-Encoding: chunked'],
    ] as const) {
      it(`I14 ten megabytes ${name}, refuses them before they are there, and keeps the connection`, async () => {
        const piece = 'x'.repeat(65_536)
        const next = length.startsWith('T') ? `10000\r\n${piece}\r\n` : piece
        const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
        let received = ''
        socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')))
        socket.write(
          `POST /introspect HTTP/1.1\r\nHost: x\r\n${FORM}\r\nAuthorization: ${basic}\r\n${length}\r\n\r\n`,
        )
        socket.write(next)
        await once(socket, 'data')
        expect(statusOf(received)).to.equal(400)
        for (let n = 1; n < 160; n += 1) if (!socket.write(next)) await once(socket, 'drain')
        if (length.startsWith('T')) socket.write('0\r\n\r\n')
        socket.write(bye)
        await once(socket, 'close')
        expect(received).to.contain('{"status":"ok"}')
        expect(await isActive()).to.deep.equal([200, true])
      })
    }
  })
}
