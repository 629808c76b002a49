import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { freshDatabase } from '../support/database.ts'
import { findFreePort } from '../support/server.ts'

const PROGRAM = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

const SECRET = 'a master secret that only tests have 0123456789'

type Running = {
  readonly child: ChildProcess
  readonly url: string
  readonly out: () => string
  readonly log: () => string
  /** Resolves with what it has said so far once that contains `text`; rejects where it ends before. */
  says(text: string): Promise<string>
  ended(): Promise<number | null>
}

const folders: string[] = []
const children: ChildProcess[] = []

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patmint-process-'))
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

async function start(environment: Record<string, string>): Promise<Running> {
  const port = environment['PORT'] ?? String(await findFreePort())
  const cwd = await temporaryFolder()
  const child = spawn(process.execPath, [PROGRAM], {
    cwd,
    env: { PATH: process.env['PATH'], PORT: port, PATMINT_DATA_DIR: join(cwd, 'data'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const said = { out: '', log: '' }
  const ended = once(child, 'close').then(([code]) => code as number | null)
  child.stderr?.on('data', (chunk: Buffer) => (said.log += chunk.toString()))
  child.stdout?.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  const says = async (text: string): Promise<string> => {
    while (!said.out.includes(text)) {
      const code = await Promise.race([ended, once(child.stdout ?? child, 'data').then(() => undefined)])
      if (code !== undefined && !said.out.includes(text)) throw new Error(`it ended (${code}): ${said.log}`)
    }
    return said.out
  }
  return {
    child,
    url: `http://127.0.0.1:${port}`,
    out: () => said.out,
    log: () => said.log,
    says,
    ended: () => ended,
  }
}

/** Of the database in that data folder, wherever it was put. */
function postmasterOf(dataDir: string): number {
  const noted = join(dataDir, 'postgres.location')
  const cluster = existsSync(noted) ? readFileSync(noted, 'utf8').trim() : join(dataDir, 'postgres')
  return Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ')
}

describe('the server as a process', () => {
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    for (const folder of folders.splice(0)) {
      const noted = join(folder, 'data', 'postgres.location')
      if (existsSync(noted))
        await rm(dirname(readFileSync(noted, 'utf8').trim()), { recursive: true, force: true })
      await rm(folder, { recursive: true, force: true })
    }
  })

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
