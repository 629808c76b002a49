import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { openEmbedded } from '../../src/database/index.ts'
import { randomSecret } from '../../src/lib/index.ts'
import { Browser } from '../support/browser.ts'
import { nodeEnvironment } from '../support/program.ts'
import { PASSWORD } from '../support/server.ts'

/** A thousand take their time; `.ci/run` has it, and whoever waits for `npm test` at a desk has less. */
const MINTS = process.env['CI'] === undefined ? 300 : 1_000
const AT_A_TIME = 4

type Server = { readonly process: ChildProcess; readonly said: () => string }

/** The program itself, on the embedded database. */
async function startServer(dataDir: string, port: number): Promise<Server> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      ...nodeEnvironment(),
      PORT: String(port),
      PATMINT_DATA_DIR: dataDir,
      PATMINT_TOKENS_PER_ACCOUNT: '100000',
      PATMINT_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return { process: child, said: () => said }
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    await sleep(50)
  }
}

/** A signed-in administrator's browser, made through the link that the server prints. */
async function setUp(url: string, said: () => string): Promise<Browser> {
  while (!said().includes('/setup?key=')) await sleep(20)
  const key = /\/setup\?key=(\S+)/.exec(said())?.[1] ?? ''
  const browser = new Browser(url)
  const form_token = await browser.formToken(`/setup?key=${key}`)
  const account = { email: 'root@example.com', name: 'Root', password: PASSWORD, password_again: PASSWORD }
  const answer = await browser.post('/setup', { form_token, key, ...account })
  expect(answer.status, await answer.text()).to.equal(303)
  return browser
}

describe(`a server that is killed while ${MINTS} tokens are minted`, () => {
  it('has every token that it acknowledged after the restart', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'patmint-kill-'))
    await chmod(dataDir, 0o755)
    const port = await findFreePort()
    const url = `http://127.0.0.1:${port}`
    let server = await startServer(dataDir, port)
    const browser = await setUp(url, server.said)
    let formToken = await browser.formToken('/account/tokens/new')
    const acknowledged = new Set<string>()
    const mint = async () => {
      const form = { form_token: formToken, form_key: randomSecret(), name: 'ci', expires_in: '30' }
      const answer = await browser.post('/account/tokens', { ...form, 'access.tracker': 'tracker:read' })
      const id = /\/account\/tokens\/([^/]+)\/secret/.exec(answer.headers.get('location') ?? '')?.[1]
      if (id === undefined) throw new Error(`not minted: ${answer.status} ${await answer.text()}`)
      acknowledged.add(id)
    }
    for (const goal of [MINTS / 3, (MINTS * 2) / 3, MINTS]) {
      let stopped = false
      const miners = Array.from({ length: AT_A_TIME }, async () => {
        // Requests that the kill cuts off were not acknowledged, and are lost or not: both are right.
        while (!stopped && acknowledged.size < MINTS) await mint().catch(() => sleep(5))
      })
      while (acknowledged.size < goal) await sleep(2)
      if (goal < MINTS) {
        server.process.kill('SIGKILL')
        await once(server.process, 'exit')
      }
      stopped = true
      await Promise.all(miners)
      if (goal < MINTS) {
        server = await startServer(dataDir, port)
        formToken = await browser.formToken('/account/tokens/new')
      }
    }
    server.process.kill('SIGTERM')
    await once(server.process, 'exit')
    const found = await readTokenIds(dataDir)
    await rm(dataDir, { recursive: true, force: true })
    expect(acknowledged.size).to.be.at.least(MINTS)
    expect([...acknowledged].filter((id) => !found.has(id))).to.deep.equal([])
  })
})

async function readTokenIds(dataDir: string): Promise<Set<string>> {
  const embedded = await openEmbedded({ dataDir })
  const client = new Client({ connectionString: embedded.url })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('select id from personal_access_token')
  await client.end()
  await embedded.close()
  return new Set(rows.map(({ id }) => id))
}
