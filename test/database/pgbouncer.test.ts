import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { holding } from '../api/support.ts'
import { emptyDatabase } from '../support/database.ts'
import { introspect, openNode, type TestNode } from '../support/node.ts'
import { HAS_PGBOUNCER, openTestPgbouncer } from '../support/pgbouncer.ts'
import { PASSWORD } from '../support/server.ts'
import { LOOPBACK, openReceiver } from '../webhooks/support.ts'

describe('two nodes behind a PgBouncer that pools by the transaction', () => {
  if (!HAS_PGBOUNCER) {
    process.stderr.write(
      '\n  !! NOT TESTED: pgbouncer is not installed (Debian: apt-get install pgbouncer)\n\n',
    )
    return
  }

  let nodes: TestNode[] = []
  let ends: (() => Promise<void>)[] = []
  let ada: Account
  let caller: { id: string; secret: string }

  beforeEach(async () => {
    const { url, drop } = await emptyDatabase()
    ends = [drop]
    const bouncer = await openTestPgbouncer(url)
    ends.unshift(bouncer.close)
    const environment = { ...LOOPBACK, DATABASE_URL: bouncer.url, PATMINT_PREPARED_STATEMENTS: 'off' }
    // Both find an empty database at once.
    nodes = await Promise.all([openNode(environment), openNode(environment)])
    ends.unshift(...nodes.map((node) => () => node.close()))
    const [node] = nodes as [TestNode]
    await node.catalogue.ensureExamples(OPERATOR)
    ada = await node.accounts.create(OPERATOR, {
      email: 'ada@example.com',
      name: 'Ada',
      role: 'admin',
      password: PASSWORD,
    })
    const given = { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const { resourceServer, secret } = await node.catalogue.createResourceServer(OPERATOR, given)
    caller = { id: resourceServer.clientId, secret }
  })

  afterEach(async () => {
    for (const end of ends) await end()
  })

  const mint = (node: TestNode, scopes: string[]) =>
    node.tokens.mint({ kind: 'account', id: ada.id }, { accountId: ada.id, name: 'ci', scopes })

  const askAll = (token: string) =>
    Promise.all(
      Array.from(
        { length: 20 },
        async (_, n) => (await introspect(nodes[n % 2] as TestNode, caller, token)).active,
      ),
    )

  it('migrate once, mint, answer, rotate and revoke for each other', async () => {
    const [one, two] = nodes as [TestNode, TestNode]
    const migrated = [one, two].filter(({ prepared }) => prepared.migrations.length > 0)
    expect(migrated).to.have.length(1)
    const { secret, token } = await mint(one, ['tracker:read', 'patmint:read', 'patmint:write'])
    expect(new Set(await askAll(secret))).to.deep.equal(new Set([true]))
    const rotated = await holding(two, secret).post(`tokens/${token.id}/rotate`, { when: 'now' })
    expect(rotated.status, JSON.stringify(rotated.body)).to.equal(201)
    expect(new Set(await askAll(secret))).to.deep.equal(new Set([false]))
    expect(new Set(await askAll(rotated.body.secret))).to.deep.equal(new Set([true]))
    expect((await holding(one, rotated.body.secret).delete('tokens/self')).status).to.equal(204)
    expect(new Set(await askAll(rotated.body.secret))).to.deep.equal(new Set([false]))
    for (const { logged } of nodes) expect(logged()).not.to.match(/"level":[456]0/)
  })

  it('do what waits once', async () => {
    const [one, two] = nodes as [TestNode, TestNode]
    const receiver = await openReceiver()
    await one.webhooks.register(OPERATOR, { url: receiver.url, description: 'All', events: ['token.minted'] })
    await Promise.all(Array.from({ length: 10 }, (_, n) => mint(n % 2 === 0 ? one : two, ['tracker:read'])))
    await receiver.waitFor(10)
    await Promise.all(nodes.map((node) => node.close()))
    ends.splice(0, 2)
    const tokens = receiver.received.map(({ message }) => JSON.stringify(message.data))
    expect(new Set(tokens)).to.have.property('size', 10)
    expect(tokens).to.have.length(10)
    await receiver.close()
  })
})
