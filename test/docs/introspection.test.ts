import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { requirePython, runSample } from './reference/run.ts'
import { at, environmentOf, readBlocks, runInShell } from './support.ts'

const PAGE = 'docs/introspection.md'

describe('the samples of docs/introspection.md', () => {
  let server: TestServer
  let environment: NodeJS.ProcessEnv
  const tokens: Record<string, string> = {}

  before(async () => {
    server = await freshServer()
    const ada = await server.createAccount('ada')
    const { resourceServer, secret } = await server.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    for (const scopes of ['tracker:read', 'tracker:write', 'documents:read']) {
      const minted = await server.tokens.mint(OPERATOR, { accountId: ada.id, name: 'deploy', scopes })
      tokens[scopes] = minted.secret
    }
    environment = { ...environmentOf(server), CLIENT_ID: resourceServer.clientId, CLIENT_SECRET: secret }
  })

  after(() => server.close())

  it('show every field of the answer, and no other', async () => {
    const [, ask = ''] = await readBlocks(PAGE, 'sh')
    const answer = await runInShell(at(server, ask), { ...environment, TOKEN: tokens['tracker:write'] })
    const shown = (await readBlocks(PAGE, 'json')).map((block) => JSON.parse(block))
    expect(JSON.parse(answer)).to.have.all.keys(Object.keys(shown[1]))
    expect(JSON.parse(answer)).to.include({ scope: shown[1].scope, aud: shown[1].aud, token_name: 'deploy' })
    const other = await runInShell(at(server, ask), { ...environment, TOKEN: tokens['documents:read'] })
    expect(JSON.parse(other)).to.deep.equal(shown[0])
  })

  it('in Node answer 200, 401, 403 and 503 as RFC 6750 says', async () => {
    const [api = ''] = await readBlocks(PAGE, 'js')
    const folder = await mkdtemp(join(tmpdir(), 'patmint-sample-'))
    const port = await findFreePort()
    await writeFile(join(folder, 'api.mjs'), at(server, api))
    const env = { ...environment, PORT: String(port) }
    const child = spawn(process.execPath, [join(folder, 'api.mjs')], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const exited = once(child, 'exit')
    try {
      await once(child.stdout, 'data')
      const call = async (method: string, token?: string) => {
        const headers: Record<string, string> =
          token === undefined ? {} : { authorization: `Bearer ${token}` }
        const answer = await fetch(`http://127.0.0.1:${port}/`, { method, headers })
        const challenge = answer.headers.get('www-authenticate')
        return { status: answer.status, challenge, body: await answer.text() }
      }
      const good = { status: 200, challenge: null, body: 'Hello ada@example.com\n' }
      expect(await call('GET', tokens['tracker:read'])).to.deep.equal(good)
      expect(await call('POST', tokens['tracker:write'])).to.deep.equal(good)
      const refused = (status: number, challenge: string) => ({ status, challenge, body: '' })
      expect(await call('GET')).to.deep.equal(refused(401, 'Bearer realm="tracker"'))
      expect(await call('GET', tokens['documents:read'])).to.deep.equal(
        refused(401, 'Bearer realm="tracker", error="invalid_token"'),
      )
      expect(await call('POST', tokens['tracker:read'])).to.deep.equal(
        refused(403, 'Bearer realm="tracker", error="insufficient_scope", scope="tracker:write"'),
      )
      await server.clients.disable(OPERATOR, environment['CLIENT_ID'] ?? '')
      expect(await call('GET', tokens['tracker:read'])).to.include({ status: 503, challenge: null })
      await server.clients.enable(OPERATOR, environment['CLIENT_ID'] ?? '')
    } finally {
      child.kill()
      await exited
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('in Python let in who may read, and nobody else', async function () {
    await requirePython(this)
    const [ask = ''] = await readBlocks(PAGE, 'python')
    const answerTo = (scope: string) =>
      runSample('python', at(server, ask), { ...environment, TOKEN: tokens[scope] })
    expect(await answerTo('tracker:read')).to.equal('Hello ada@example.com\n')
    expect(await answerTo('documents:read')).to.equal('Refused\n')
  })

  it('let the holder of a token ask about it and end it', async () => {
    const [, , own = ''] = await readBlocks(PAGE, 'sh')
    const answer = await runInShell(at(server, own), { ...environment, TOKEN: tokens['tracker:write'] })
    expect(JSON.parse(answer)).to.include({ email: 'ada@example.com' })
    expect(await server.tokens.resolve(tokens['tracker:write'] ?? '')).to.include({ active: false })
  })
})
