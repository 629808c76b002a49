import { expect } from 'chai'
import { Client } from 'pg'
import { keepDayCounts, OPERATOR } from '../../src/audit/index.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { pagesRouter } from '../../src/http/pages/index.ts'
import { deleteOldAnswers } from '../../src/idempotency/index.ts'
import { CALLS } from '../api/contract/calls.ts'
import { createWorld, type World } from '../api/contract/world.ts'
import { type Browser, signedInBrowser } from '../support/browser.ts'
import { fillTables } from './fill.ts'
import { findFaults, type Statement, watchStatements } from './statements.ts'

/** Beside every page as it is: what is filtered and searched, and goes on. */
const FILTERED = [
  ...['sort=name', 'show=expired', 'show=revoked', 'search=deploy'].map(
    (query) => `/account/tokens?${query}`,
  ),
  ...['active', 'expiring', 'suspended', 'expired', 'revoked'].map((state) => `/admin/tokens?state=${state}`),
  ...[
    'search=ci',
    'search=ci%20deploy%2077',
    'search=0042',
    'search=many12',
    'search=nobody',
    'kind=workspace',
  ].map((query) => `/admin/tokens?${query}`),
  ...['scope=tracker:read', 'scope=admin', 'use=never', 'use=idle90&state=active', 'age=year'].map(
    (query) => `/admin/tokens?${query}`,
  ),
  ...['search=many', 'search=many%2012', 'search=nobody', 'state=disabled', 'role=admin', 'kind=service'].map(
    (query) => `/admin/accounts?${query}`,
  ),
  ...['search=many', 'search=nobody', 'after=many-2'].map((query) => `/admin/organizations?${query}`),
  ...['members=many2', 'workspaces=many-2', 'services=robot2'].map(
    (query) => `/admin/organizations/acme?${query}`,
  ),
  ...[
    'event=token.',
    'event=policy.changed',
    'actor=operator',
    'address=192.0.2.1',
    'from=2026-01-01&to=2026-02-01',
  ].map((query) => `/admin/audit?${query}`),
]

describe('with many tokens', () => {
  let world: World
  let browser: Browser
  let client: Client
  let known: Record<string, string>
  let watch: ReturnType<typeof watchStatements>
  /** How many statements were looked at. */
  let count = 0

  before(async function () {
    this.timeout(60_000)
    // Before the pool connects, which keeps what it calls.
    watch = watchStatements()
    world = await createWorld()
    const { server, root, organization } = world
    browser = await signedInBrowser(server, root.email)
    client = new Client({ connectionString: server.databaseUrl })
    await client.connect()
    await fillTables(client, { accountId: root.id, organizationId: organization })
    // How much of a big table is read is seen where a small one is not rather read whole.
    for (const setting of ['enable_seqscan = off', 'jit = off', 'max_parallel_workers_per_gather = 0'])
      await client.query(`set ${setting}`)
    const { slug: workspace } = await world.workspace()
    const { rows } = await client.query<{ id: string }>(
      'select id from personal_access_token where account_id = $1 and organization_id is null limit 1',
      [root.id],
    )
    known = { slug: 'acme', workspace, token: rows[0]?.id ?? '', account: root.id }
  })
  after(async () => {
    watch.stop()
    await client.end()
    await world.server.close()
  })

  /** Of all that the work sends to the database, each statement once. */
  async function faultsIn(work: () => Promise<unknown>): Promise<string[]> {
    watch.seen.length = 0
    await work()
    const asked = new Map(watch.seen.map((one) => [keyOf(one), one]))
    count += asked.size
    const faults: string[] = []
    for (const statement of asked.values()) {
      const found = await findFaults(client, statement)
      if (found.length > 0)
        faults.push(`${found.join('; ')}: ${statement.text.replaceAll(/\s+/g, ' ').slice(0, 400)}`)
    }
    return faults
  }

  const keyOf = ({ text, values }: Statement): string => `${text} ${JSON.stringify(values)}`

  /** The path with what there is; what its page is about otherwise is not there. */
  const fill = (path: string): string =>
    path
      .replace('/tokens/:id', `/tokens/${known['token']}`)
      .replace('/accounts/:id', `/accounts/${known['account']}`)
      .replace('/members/:account', `/members/${known['account']}`)
      .replaceAll(/:(\w+)/g, (_, name: string) => known[name] ?? world.organization)

  it('no page reads a big table without an index, or more of it than it shows', async function () {
    this.timeout(120_000)
    const { stack } = pagesRouter(world.server)
    const paths = stack.filter(({ methods }) => methods.includes('GET')).map(({ path }) => String(path))
    // Signing out and exports of everything apart.
    const wanted = paths.filter((path) => !/sign-out|audit\.(csv|json)/.test(path))
    expect(wanted.length).to.be.greaterThan(40)
    const faults: string[] = []
    for (const path of [...wanted.map(fill), ...FILTERED]) {
      const found = await faultsIn(async () => {
        const { status } = await browser.get(path)
        expect(status, path).to.be.lessThan(500)
      })
      faults.push(...found.map((fault) => `${path} ${fault}`))
    }
    expect(faults.join('\n')).to.equal('')
    expect(count).to.be.greaterThan(400)
  })

  it('no operation that reads does', async function () {
    this.timeout(120_000)
    const faults: string[] = []
    for (const subject of OPERATIONS.filter(({ method }) => method === 'get')) {
      const entry = CALLS[subject.id]
      const call = (await entry?.call(world)) ?? {}
      const path = subject.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => call.params?.[name] ?? '')
      const { secret } = call.by ?? world.admin
      const found = await faultsIn(async () => {
        const query = new URLSearchParams(call.query).toString()
        const headers = { authorization: `Bearer ${secret}` }
        const { status } = await fetch(`${world.server.url}${path}?${query}`, { headers })
        expect(status, subject.id).to.be.lessThan(500)
      })
      faults.push(...found.map((fault) => `${subject.id} ${fault}`))
    }
    expect(faults.join('\n')).to.equal('')
  })

  it('no job does, nor what is done to one token', async function () {
    this.timeout(120_000)
    const { tokens, sessions, oauth, accounts, webhooks, database, clock } = world.server
    const { account = '', token = '' } = known
    const acts: Record<string, () => Promise<unknown>> = {
      'telling of ends': tokens.tellEnds,
      'deleting what ended long ago': tokens.deleteOld,
      'writing use': async () => {
        tokens.touch({ tokenId: token, clientId: 'api', address: '203.0.113.9' })
        await tokens.flushUsage()
      },
      'deleting sessions': sessions.deleteExpired,
      'deleting models': oauth.deleteExpired,
      'deleting counts': tokens.deleteOldCounts,
      'deleting links': accounts.deleteExpired,
      'deleting deliveries': webhooks.deleteOldDeliveries,
      'deleting answers': () => deleteOldAnswers({ database, clock }),
      'keeping counts of days': () => keepDayCounts({ database, clock }),
      'counting losers of a place': () => tokens.countLiveWith({ organizationId: world.organization }),
      'counting losers of a scope': () => tokens.countLiveWith({ scopes: ['documents:write'] }),
      'previewing a policy': async () => {
        const settings = { ...(await world.server.policies.instance()), maxDays: 90, memberScopes: [] }
        await tokens.previewPolicy({ organizationId: null, settings }, [clock()])
      },
      'previewing a policy of an organization': () =>
        tokens.previewPolicy({ organizationId: world.organization, settings: { maxDays: 90 } }, [clock()]),
      minting: () => tokens.mint(OPERATOR, { accountId: world.ada.id, name: 'ci', scopes: ['tracker:read'] }),
      revoking: () => tokens.revoke(OPERATOR, account, token),
    }
    const faults: string[] = []
    for (const [name, act] of Object.entries(acts)) {
      const found = await faultsIn(act)
      faults.push(...found.map((fault) => `${name} ${fault}`))
    }
    expect(faults.join('\n')).to.equal('')
  })
})
