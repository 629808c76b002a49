import { expect } from 'chai'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Program, programOf } from './support.ts'

/** A body whose length is said is whole when it is read, and may be read at once; one in chunks is read by the parser. */
describe('a body for the API', () => {
  let server: TestServer
  let program: Program
  before(async () => {
    server = await freshServer()
    program = await programOf(server, await server.createAccount('ada'), ['patmint:write', 'tracker:read'])
  })
  after(() => server.close())

  const send = async (body: Uint8Array<ArrayBuffer>, headers: Record<string, string>, inChunks: boolean) => {
    const answer = await fetch(`${server.url}/api/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${program.secret}`, 'content-type': 'application/json', ...headers },
      body: inChunks ? new Blob([body]).stream() : body,
      ...(inChunks ? { duplex: 'half' } : {}),
    })
    const { token, requestId: _, secret: __, ...rest } = (await answer.json()) as Record<string, object>
    const { name, description, scopes } = (token ?? {}) as Record<string, unknown>
    return { status: answer.status, ...rest, name, description, scopes }
  }

  const whole = { name: 'one', description: 'ü 🚀 "\n', scopes: ['tracker:read'] }
  const plain = JSON.stringify(whole)
  const bodies: [string, string | Uint8Array<ArrayBuffer>, Record<string, string>?][] = [
    ['plain', plain],
    ['with a name that escapes hide', plain.replace('"description"', '"\\u0064escription"')],
    ['with white space around it', ` \n${plain}\t`],
    ['with a byte order mark', `\uFEFF${plain}`],
    ['with white space of no JSON', `\u00A0${plain}`],
    ['with the name of a prototype', plain.replace('{', '{"__proto__":{"x":1},')],
    ['with that name in escapes', plain.replace('{', '{"\\u005f_proto__":{"x":1},')],
    ['with that name as a text', plain.replace('one', '__proto__')],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['nothing', ''],
    ['cut off', plain.slice(0, -1)],
    [
      'no UTF-8',
      Uint8Array.from([...Buffer.from(plain.slice(0, 12)), 0xff, ...Buffer.from(plain.slice(12))]),
    ],
    ['one byte too large', plain.padEnd(56 * 1_024 + 1)],
    ['just not too large', plain.padEnd(56 * 1_024)],
    ['said to be packed', plain, { 'content-encoding': 'gzip' }],
    ['of a type with parameters', plain, { 'content-type': 'application/json; charset=utf-8' }],
    ['of a type of its own', plain, { 'content-type': 'application/scim+json' }],
  ]
  for (const [words, body, headers = {}] of bodies)
    it(`is understood alike however it comes: ${words}`, async () => {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
      const atOnce = await send(bytes, headers, false)
      expect(atOnce).to.deep.equal(await send(bytes, headers, true))
    })

  it('means what it says', async () => {
    const { token } = (await program.post('tokens', whole)).body
    expect(token).to.include({ name: whole.name, description: whole.description.trim() })
  })
})
