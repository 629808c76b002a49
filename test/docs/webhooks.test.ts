import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { WEBHOOK_EVENTS } from '../../src/webhooks/event.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { LOOPBACK, newestDelivery, until } from '../webhooks/support.ts'
import { requirePython } from './reference/run.ts'
import { readBlocks } from './support.ts'

const PAGE = 'docs/webhooks.md'
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

const SAMPLES = [
  { name: 'Node with the library', language: 'js', index: 0, program: process.execPath, file: 'hook.mjs' },
  { name: 'Node without a library', language: 'js', index: 1, program: process.execPath, file: 'hook.mjs' },
  { name: 'Python', language: 'python', index: 0, program: 'python3', file: 'hook.py' },
]

describe('the samples of docs/webhooks.md', () => {
  let rooms: TestRooms
  let folder: string
  let child: ChildProcess | undefined

  before(async () => {
    rooms = await freshRooms(LOOPBACK)
    await rooms.webhooks.startDelivery()
  })
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patmint-hook-'))
    await symlink(MODULES, join(folder, 'node_modules'))
  })
  afterEach(async () => {
    child?.kill()
    await rm(folder, { recursive: true, force: true })
  })
  after(() => rooms.close())

  for (const { name, language, index, program, file } of SAMPLES) {
    it(`in ${name} take what is signed, with either secret of an overlap, and refuse all else`, async function () {
      if (language === 'python') await requirePython(this)
      const port = await findFreePort()
      const url = `http://127.0.0.1:${port}/`
      const { webhook, secret } = await rooms.webhooks.register(OPERATOR, { url, events: WEBHOOK_EVENTS })
      await writeFile(join(folder, file), (await readBlocks(PAGE, language))[index] ?? '')
      const env = { PATH: process.env['PATH'], WEBHOOK_SECRET: secret, PORT: String(port) }
      child = spawn(program, [join(folder, file)], { env, stdio: ['ignore', 'pipe', 'ignore'] })
      const exited = once(child, 'exit')
      let said = ''
      child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
      await until(() => said.includes('listening'))

      const tryIt = async (expected: number) => {
        await rooms.webhooks.sendTest(OPERATOR, webhook.id)
        await until(async () => (await newestDelivery(rooms, webhook.id)).attempts > 0)
        expect((await newestDelivery(rooms, webhook.id)).lastStatus).to.equal(expected)
      }
      await tryIt(204)
      expect(said).to.contain('webhook.test').and.to.contain(webhook.id)
      await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'day' })
      await tryIt(204)
      await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'none' })
      await tryIt(400)
      await rooms.webhooks.remove(OPERATOR, webhook.id)
      const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AAAA' }
      for (const wrong of [headers, {}])
        expect((await fetch(url, { method: 'POST', headers: wrong, body: '{}' })).status).to.equal(400)
      child.kill()
      await exited
    })
  }

  it('name every event, and no other', async () => {
    const { readFile } = await import('node:fs/promises')
    const text = await readFile(fileURLToPath(new URL(`../../${PAGE}`, import.meta.url)), 'utf8')
    const named = [...text.matchAll(/^\| `(token\.\w+)` \|/gm)].map(([, event]) => event)
    expect(named).to.deep.equal([...WEBHOOK_EVENTS])
  })
})
