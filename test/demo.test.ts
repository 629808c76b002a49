import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { assemble, type Services } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { emptyDatabase, freshDatabase } from './support/database.ts'
import { nodeEnvironment } from './support/program.ts'

const SCRIPT = fileURLToPath(new URL('../scripts/demo.ts', import.meta.url))
const SECRET = 'a master secret that only the demonstration has'

describe('the demonstration', () => {
  it('refuses a database that is not empty', async () => {
    const { url, drop } = await freshDatabase()
    const { code, out, err } = await demonstrate(url)
    await drop()
    expect({ code, out }).to.deep.equal({ code: 1, out: '' })
    expect(err).to.contain('is not empty')
  })

  it('leaves nothing behind after Ctrl-C, which comes from the terminal and once more from the wrapper', async () => {
    const { url, drop } = await emptyDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'demo-'))
    const child = spawn(process.execPath, [SCRIPT], {
      env: { ...nodeEnvironment(), TMPDIR: folder, DATABASE_URL: url, PATMINT_SECRET: SECRET },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const exit = once(child, 'exit')
    let said = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      const before = said
      said += chunk
      for (const line of ['Making a year of data', 'Stopping…'])
        if (said.includes(line) && !before.includes(line)) child.kill('SIGINT')
    }
    expect(said).to.contain('Stopping…')
    expect(await exit).to.deep.equal([0, null])
    expect(await readdir(folder)).to.deep.equal([])
    await rm(folder, { recursive: true })
    await drop()
  })

  describe('on an empty database', () => {
    let services: Services
    let drop: () => Promise<void>

    before(async () => {
      const empty = await emptyDatabase()
      drop = empty.drop
      const { code, err } = await demonstrate(empty.url)
      expect({ code, err }).to.deep.equal({ code: 0, err: '' })
      const config = loadConfig({ DATABASE_URL: empty.url, PATMINT_SECRET: SECRET })
      services = await assemble(config, { log: createLog({ level: 'silent' }) })
    })

    after(async () => {
      await services.close()
      await drop()
    })

    it('makes forty accounts: people, some disabled or invited, and service accounts', async () => {
      const { accounts } = await services.accounts.search({ limit: 100 })
      const count = (is: (account: (typeof accounts)[number]) => boolean) => accounts.filter(is).length
      expect(accounts).to.have.length(40)
      expect(count(({ kind }) => kind === 'service')).to.equal(4)
      expect(count(({ disabledAt }) => disabledAt !== null)).to.equal(3)
      expect(count(({ kind, hasPassword }) => kind === 'person' && !hasPassword)).to.equal(3)
      expect(count(({ role }) => role === 'admin')).to.equal(2)
    })

    it('makes hundreds of tokens, of every state and kind', async () => {
      const { tokens: all } = await services.tokens.search({}, { limit: 1_000 })
      expect(all.length).to.be.within(250, 500)
      for (const state of ['active', 'expiring', 'suspended', 'expired', 'revoked'] as const) {
        const { tokens } = await services.tokens.search({ state }, { limit: 1_000 })
        expect(tokens.length, state).to.be.greaterThan(4)
      }
      const some = (is: (token: (typeof all)[number]) => boolean) => all.filter(is).length
      expect(some(({ kind }) => kind === 'workspace')).to.be.greaterThan(20)
      expect(some(({ kind }) => kind === 'organization')).to.be.greaterThan(4)
      expect(some(({ adoptedAt }) => adoptedAt !== null)).to.equal(1)
      expect(some(({ rotatedTo }) => rotatedTo !== null)).to.be.greaterThan(4)
      expect(some(({ networks }) => networks.length > 0)).to.be.greaterThan(10)
      expect(some(({ resourceServers }) => resourceServers !== null)).to.be.greaterThan(10)
      expect(some(({ lastUsedAt }) => lastUsedAt === null)).to.be.greaterThan(10)
      const reasons = new Set(all.map(({ suspension }) => suspension))
      expect([...reasons]).to.include.members([
        'account_disabled',
        'role_lost',
        'organization_disabled',
        'workspace_disabled',
      ])
    })

    it('fills every chart and list of the overview', async () => {
      const overview = await services.tokens.overview()
      const { estimated, ...counts } = overview.counts
      expect(estimated).to.equal(false)
      for (const [name, count] of Object.entries(counts)) expect(count, name).to.be.greaterThan(4)
      expect(overview.perDay.filter(({ minted }) => minted > 0).length).to.be.greaterThan(20)
      expect(overview.introspections.filter(({ active }) => active > 0).length).to.be.greaterThan(50)
      expect(overview.refusals.length).to.be.greaterThan(5)
      for (const list of [overview.expiringSoon, overview.neverUsed, overview.oldest])
        expect(list.length).to.be.greaterThan(4)
    })

    it('has webhooks: told, told with trouble, and one that wants no more', async () => {
      const [monitoring, chat, pager] = await services.webhooks.list()
      const counts = await services.webhooks.countDeliveries()
      expect(monitoring?.previousSecretEndsAt).to.be.a('date')
      expect(counts.get(monitoring?.id ?? '')?.delivered).to.be.greaterThan(10)
      expect(counts.get(chat?.id ?? '')?.pending).to.be.greaterThan(1)
      expect(pager?.disabledReason).to.contain('410')
    })

    it('has a history of policies, of secrets, and of hundreds of events', async () => {
      expect(await services.policies.history()).to.have.length(2)
      const servers = await services.catalogue.listResourceServers()
      expect(servers.filter(({ previousSecretEndsAt }) => previousSecretEndsAt !== null)).to.have.length(1)
      expect(servers.filter(({ disabledAt }) => disabledAt !== null)).to.have.length(1)
      const { events } = await services.audit.list({}, { limit: 1_000 })
      expect(events.length).to.be.greaterThan(600)
      expect(new Set(events.map(({ name }) => name)).size).to.be.greaterThan(20)
    })
  })
})

async function demonstrate(url: string) {
  const child = spawn(process.execPath, [SCRIPT, '--only-data'], {
    env: { ...nodeEnvironment(), DATABASE_URL: url, PATMINT_SECRET: SECRET },
  })
  child.stdin.end()
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}
