import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { removeFolder, temporaryFolder } from '../embedded/support.ts'
import { nodeEnvironment } from '../support/program.ts'
import { createCli } from './support.ts'

const SERVER = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

describe('the command line on the embedded database', () => {
  let folder: string
  let environment: Record<string, string>

  before(async () => {
    folder = await temporaryFolder()
    environment = { PATMINT_DATA_DIR: join(folder, 'data'), PORT: String(await findFreePort()) }
  })

  after(() => removeFolder(folder))

  const isDatabaseRunning = () => existsSync(join(folder, 'data', 'postgres', 'postmaster.pid'))

  it('starts the database for itself, and stops it again', async () => {
    const { code, out } = await createCli(environment).run(['module', 'list'])
    expect(code).to.equal(0)
    expect(out).to.contain('tracker:read tracker:write')
    expect(isDatabaseRunning()).to.equal(false)
  })

  it('works while a server runs, and leaves the database to it', async () => {
    const cli = createCli(environment)
    const server = await startServer(environment)
    try {
      await cli.json('account', 'create', '--email', 'ada@example.com', '--admin', '--generate')
      const minted = await cli.json<{ secret: string }>(
        'token',
        'mint',
        '--account',
        'ada@example.com',
        '--name',
        'ci',
        '--scopes',
        'tracker:read',
      )
      const api = await cli.json<{ clientSecret: string; resourceServer: { clientId: string } }>(
        'resource-server',
        'create',
        '--name',
        'Tracker',
        '--audience',
        'https://tracker.example.com',
        '--modules',
        'tracker',
      )
      const credentials = btoa(`${api.resourceServer.clientId}:${api.clientSecret}`)
      const answer = await fetch(`${server.url}/introspect`, {
        method: 'POST',
        headers: { authorization: `Basic ${credentials}` },
        body: new URLSearchParams({ token: minted.secret }),
      })
      expect(await answer.json()).to.include({
        active: true,
        username: 'ada@example.com',
        scope: 'tracker:read',
      })
      expect(isDatabaseRunning()).to.equal(true)
      expect((await fetch(`${server.url}/readyz`)).status).to.equal(200)
    } finally {
      await server.stop()
    }
    expect(isDatabaseRunning()).to.equal(false)
  })
})

async function startServer(environment: Record<string, string>) {
  const env = { ...nodeEnvironment(), ...environment }
  const child = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Ctrl-C')) resolve()
    })
    child.once('exit', () => reject(new Error(`the server ended: ${printed}`)))
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return { url: `http://127.0.0.1:${environment['PORT']}`, stop }
}
