import { expect } from 'chai'
import { Client } from 'pg'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshDatabase } from '../support/database.ts'
import { freshServer } from '../support/server.ts'

const TIMES = 1_000
const AT_ONCE = 20

for (const lane of ['on', 'off']) {
  describe(`the use that introspections make of a token, with the lane ${lane}`, () => {
    it(`W5 is one change of its row for ${TIMES} in a minute, waits for nobody, and is all there after a clean stop`, async () => {
      const database = await freshDatabase()
      const server = await freshServer({ DATABASE_URL: database.url, PATMINT_INTROSPECTION_LANE: lane })
      const ada = await server.createAccount('ada')
      const given = { accountId: ada.id, name: 'ci', scopes: ['tracker:read'] }
      const { secret, token } = await server.tokens.mint(OPERATOR, given)
      const made = await server.catalogue.createResourceServer(OPERATOR, {
        name: 'Tracker API',
        audience: 'https://tracker.example.com',
        modules: ['tracker'],
      })
      const authorization = `Basic ${btoa(`${made.resourceServer.clientId}:${made.secret}`)}`
      const introspect = async () => {
        const body = new URLSearchParams({ token: secret })
        const answer = await fetch(`${server.url}/introspect`, {
          method: 'POST',
          headers: { authorization },
          body,
        })
        expect(await answer.json()).to.include({ active: true })
        server.clock.advance(60_000 / TIMES)
      }
      const asking = new Client({ connectionString: database.url })
      await asking.connect()
      await asking.query(COUNT_CHANGES)
      // Whatever would write a use waits from here on; whoever asks does not.
      await asking.query('begin; lock table token_usage in exclusive mode')
      await asking.query('select from personal_access_token where id = $1 for update', [token.id])
      for (let asked = 0; asked < TIMES; asked += AT_ONCE)
        await Promise.all(Array.from({ length: AT_ONCE }, introspect))
      const flushing = server.tokens.flushUsage()
      await introspect()
      await asking.query('commit')
      await flushing
      await introspect()
      await server.close()
      const changes = await asking.query('select from token_change where id = $1', [token.id])
      expect(changes.rowCount).to.be.within(1, 2)
      const { rows } = await asking.query(
        'select sum(count)::int as uses from token_usage where token_id = $1',
        [token.id],
      )
      expect(rows[0].uses).to.equal(TIMES + 2)
      await asking.end()
      await database.drop()
    })
  })
}

const COUNT_CHANGES = `
  create table token_change (id uuid);
  create function note_change() returns trigger language plpgsql as
    'begin insert into token_change values (new.id); return new; end';
  create trigger note_change after update on personal_access_token for each row execute function note_change()`
