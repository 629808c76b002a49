import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { assemble } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { loadConfig } from '../../src/config/index.ts'
import { openEmbedded } from '../../src/database/index.ts'
import { createServer } from '../../src/http/index.ts'
import { createLog } from '../../src/lib/index.ts'
import { run } from '../support/database.ts'
import { dumpDatabase, findLeaks } from '../support/secrets.ts'
import { PASSWORD } from '../support/server.ts'

/** A PostgreSQL that logs every statement with its parameters. */
async function openTalkative() {
  const dataDir = await mkdtemp(join(tmpdir(), 'patmint-talkative-'))
  await chmod(dataDir, 0o755)
  const { url, close } = await openEmbedded({ dataDir })
  const superuser = new URL(url)
  superuser.username = 'postgres'
  superuser.pathname = '/postgres'
  await run(superuser.href, "alter system set log_statement = 'all'")
  await run(superuser.href, 'select pg_reload_conf()')
  return { dataDir, url, close }
}

describe('T4 after minting, introspecting, rotating and revoking', () => {
  it('neither a dump of the database, nor its query log, nor our log holds a secret', async () => {
    const { dataDir, url, close } = await openTalkative()
    const lines: string[] = []
    const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
    const port = await findFreePort()
    const services = await assemble(
      loadConfig({
        DATABASE_URL: url,
        PATMINT_SECRET: 's'.repeat(40),
        PORT: String(port),
        PATMINT_LOG_LEVEL: 'trace',
      }),
      { log },
    )
    const server = createServer(services)
    await server.listen()
    await services.catalogue.ensureExamples(OPERATOR)
    const account = await services.accounts.create(OPERATOR, {
      email: 'ada@example.com',
      name: 'Ada',
      role: 'member',
      password: PASSWORD,
    })
    const { resourceServer, secret: clientSecret } = await services.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    const post = (path: string, token: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${resourceServer.clientId}:${clientSecret}`)}` },
        body: new URLSearchParams({ token }),
      })
    const fields = { accountId: account.id, name: 'ci', scopes: ['tracker:read'] }
    const secrets: string[] = [clientSecret]
    for (let round = 0; round < 5; round += 1) {
      const { token, secret } = await services.tokens.mint(OPERATOR, fields)
      const next = await services.tokens.rotate(OPERATOR, {
        accountId: account.id,
        tokenId: token.id,
        when: 'hour',
      })
      secrets.push(secret, next.secret)
      expect(await (await post('/introspect', secret)).json()).to.include({ active: true })
      await services.tokens.revoke(OPERATOR, account.id, token.id)
      expect(await (await post('/introspect', secret)).json()).to.deep.equal({ active: false })
      await post('/revoke', next.secret)
    }
    await fetch(`http://127.0.0.1:${port}/api/v1/tokens/self`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${secrets.at(-1)}` },
    })
    const dump = await dumpDatabase(url)
    await server.close()
    await services.close()
    await close()
    const queries = await readFile(join(dataDir, 'postgres.log'), 'utf8')
    await rm(dataDir, { recursive: true, force: true })
    expect(queries, 'the query log was on').to.include('personal_access_token').and.include('insert into')
    expect(dump).to.include(account.id)
    expect(findLeaks(dump, secrets), 'in the dump').to.deep.equal([])
    expect(findLeaks(queries, secrets), 'in the query log').to.deep.equal([])
    expect(findLeaks(lines.join(''), secrets), 'in our log').to.deep.equal([])
    expect(queries + dump + lines.join('')).to.not.include(PASSWORD)
  })
})
