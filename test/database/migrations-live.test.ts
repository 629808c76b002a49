import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { Client } from 'pg'
import { DataSource } from 'typeorm'
import { migrations } from '../../migrations/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { isLockConflict } from '../../src/database/errors.ts'
import { dataSourceOptions, migrate } from '../../src/database/index.ts'
import { freshDatabase } from '../support/database.ts'
import { freshServer } from '../support/server.ts'

/** `MIGRATION_TOKENS=1000000` takes some minutes. */
const TOKENS = Number(process.env['MIGRATION_TOKENS'] ?? 20_000)

/** Undoes one after the other, down to this one, which is undone too. */
async function undo(url: string, name: string): Promise<void> {
  const source = new DataSource({ ...dataSourceOptions({ url, entities: [] }), extra: {} })
  await source.initialize()
  const from = migrations.findIndex((migration) => migration.name === name)
  for (const Migration of migrations.slice(from).toReversed()) {
    const { transaction } = new Migration() as { transaction?: boolean }
    await undoPatiently(source, transaction === false ? 'none' : 'each')
  }
  await source.destroy()
}

/** Going back gives up its wait for a table as going on does; there is nobody but us to try again. */
async function undoPatiently(source: DataSource, transaction: 'none' | 'each'): Promise<void> {
  for (;;) {
    try {
      return await source.undoLastMigration({ transaction })
    } catch (error) {
      if (!isLockConflict(error)) throw error
    }
  }
}

describe('migrations of a database that is used', () => {
  it('W12 let everybody else pass while they wait for a table', async () => {
    const { url, drop } = await freshDatabase()
    await undo(url, 'RateLimit1764200000000')
    const [slow, quick] = [new Client(url), new Client(url)]
    await slow.connect()
    await quick.connect()
    await slow.query('begin')
    await slow.query('select from personal_access_token')
    const migrating = migrate(url)
    let isDone = false
    void migrating.then(() => {
      isDone = true
    })
    for (let round = 0; round < 3; round += 1) {
      while (!(await isWaiting(quick))) await sleep(5)
      // Behind a wait without an end, this would have none either: the slow one is only ended afterwards.
      await quick.query('select from personal_access_token')
      expect(isDone).to.equal(false)
    }
    await slow.query('commit')
    const expected = migrations.map(({ name }) => name)
    expect(await migrating).to.deep.equal(expected.slice(expected.indexOf('RateLimit1764200000000')))
    await slow.end()
    await quick.end()
    await drop()
  })

  const isWaiting = async (client: Client): Promise<boolean> =>
    (
      await client.query(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
            and query ilike 'alter table personal_access_token%'`,
      )
    ).rowCount === 1

  it(`W12 go back and forth over ${TOKENS} tokens, and no introspection is answered wrongly meanwhile`, async function () {
    this.timeout(60_000 + TOKENS)
    const server = await freshServer()
    const ada = await server.createAccount('ada')
    const { resourceServer, secret } = await server.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    const given = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
    const live = (await server.tokens.mint(OPERATOR, given)).secret
    const ended = await server.tokens.mint(OPERATOR, given)
    await server.tokens.revoke({ kind: 'account', id: ada.id }, ada.id, ended.token.id)
    const filling = new Client(server.databaseUrl)
    await filling.connect()
    await filling.query(MANY, [ada.id])
    await filling.end()
    const basic = `Basic ${btoa(`${resourceServer.clientId}:${secret}`)}`
    const introspect = async (token: string) => {
      const body = new URLSearchParams({ token })
      const init = { method: 'POST', headers: { authorization: basic }, body }
      const answer = await fetch(`${server.url}/introspect`, init)
      const { active } = (await answer.json()) as { active?: boolean }
      return { status: answer.status, active }
    }
    const statuses = new Map<number, number>()
    let isOver = false
    const ask = async () => {
      while (!isOver) {
        for (const [token, active] of [
          [live, true],
          [ended.secret, false],
        ] as const) {
          const answer = await introspect(token)
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
          if (answer.status === 200) expect(answer.active, token).to.equal(active)
          else expect(answer).to.include({ active: undefined })
        }
      }
    }
    const asking = Promise.all([ask(), ask(), ask()])
    // The first is not undone: with it the tokens would go.
    const all = migrations.slice(1).map(({ name }) => name)
    await undo(server.databaseUrl, all[0] ?? '')
    expect(await migrate(server.databaseUrl)).to.deep.equal(all)
    expect(await introspect(live)).to.deep.equal({ status: 200, active: true })
    expect(await introspect(ended.secret)).to.deep.equal({ status: 200, active: false })
    isOver = true
    await asking
    expect(statuses.get(200)).to.be.above(0)
    await server.close()
  })
})

const MANY = `
  insert into personal_access_token
         (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks, created_at, expires_at,
          retires_on_first_use)
  select gen_random_uuid(), sha256(n::text::bytea), 'abcd', 'ci', '', 'personal', $1::uuid, 'account:' || $1,
         array['tracker:read'], '{}', now(), now() + interval '90 days', false
    from generate_series(1, ${TOKENS}) n`
