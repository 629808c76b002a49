import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { freshDatabase } from '../support/database.ts'
import { endPrograms, isRunning, postmasterOf, start, temporaryFolder } from '../support/program.ts'

const SECRET = 'a master secret that only tests have 0123456789'

describe('the server as a process', () => {
  afterEach(endPrograms)

  it('says where it is and how to become admin, and leaves nothing running when it is ended', async () => {
    const dataDir = join(await temporaryFolder(), 'data')
    const server = await start({ PATMINT_DATA_DIR: dataDir, PATMINT_LOG_LEVEL: 'trace' })
    const said = await server.says('Ctrl-C')
    expect(said).to.contain(server.url).and.to.contain('embedded PostgreSQL')
    expect(said).to.contain('npm run patmint -- account create --email you@example.com --admin')
    const key = /\/setup\?key=(\S+)/.exec(said)?.[1] ?? ''
    expect(key).to.have.length(43)
    expect((await fetch(`${server.url}/setup?key=${key}`)).status).to.equal(200)
    const postmaster = postmasterOf(dataDir)
    server.child.kill('SIGTERM')
    server.child.kill('SIGTERM')
    server.child.kill('SIGINT')
    expect(await server.ended()).to.equal(0)
    expect(isRunning(postmaster)).to.equal(false)
    expect(server.log(), 'the log holds no one-time link').not.to.contain(key)
    for (const line of server.log().trim().split('\n')) expect(() => JSON.parse(line), line).not.to.throw()
  })

  it('ends cleanly when it is told to before it has started', async () => {
    const dataDir = join(await temporaryFolder(), 'data')
    const server = await start({ PATMINT_DATA_DIR: dataDir })
    await server.says('Starting PostgreSQL')
    server.child.kill('SIGINT')
    expect(await server.ended()).to.equal(0)
    const left = existsSync(join(dataDir, 'postgres', 'postmaster.pid')) ? postmasterOf(dataDir) : undefined
    expect(left !== undefined && isRunning(left)).to.equal(false)
  })

  it('says all that is wrong with its configuration, without a stack', async () => {
    const server = await start({ PATMINT_ISSUER: 'nonsense', PATMINT_TOKEN_MAX_DAYS: '0', PATMINT_TYPO: '1' })
    expect(await server.ended()).to.equal(1)
    for (const name of ['PATMINT_ISSUER', 'PATMINT_TOKEN_MAX_DAYS', 'PATMINT_TYPO'])
      expect(server.log()).to.contain(name)
    expect(server.log()).not.to.contain('    at ')
  })

  it('says what to do when its port is taken', async () => {
    const { url, drop } = await freshDatabase()
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as { port: number }
    const server = await start({ PORT: String(port), DATABASE_URL: url, PATMINT_SECRET: SECRET })
    expect(await server.ended()).to.equal(1)
    expect(server.log()).to.contain(`Port ${port} is taken`).and.not.to.contain('    at ')
    other.close()
    await drop()
  })

  it('says what to do when its database does not answer, and not its password', async () => {
    const port = await findFreePort()
    const server = await start({
      DATABASE_URL: `postgres://patmint:hush-hush@127.0.0.1:${port}/patmint`,
      PATMINT_SECRET: SECRET,
    })
    expect(await server.ended()).to.equal(1)
    expect(server.log()).to.contain('DATABASE_URL').and.to.contain(`127.0.0.1:${port}/patmint`)
    expect(server.log() + server.out())
      .not.to.contain('hush-hush')
      .and.not.to.contain('    at ')
  })
})
