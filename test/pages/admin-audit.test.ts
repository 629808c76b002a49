import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { OPERATOR, record } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { type Session, signedIn } from './html.ts'

const PATHS = ['/admin/audit', '/admin/audit.csv', '/admin/audit.json']

describe('the audit log in the console', () => {
  let server: TestServer
  let ada: Session
  const see = async (path: string) => {
    const answer = await ada.browser.get(path)
    return { answer, html: await answer.text() }
  }

  before(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
    const by = { kind: 'account', id: ada.accountId, address: '203.0.113.7' } as const
    const { token } = await server.tokens.mint(by, {
      accountId: ada.accountId,
      name: '=1+1',
      scopes: ['tracker:read'],
    })
    await server.tokens.revoke(by, ada.accountId, token.id)
  })
  after(() => server.close())

  it('U13 is an unknown page to members, and asks strangers to sign in', async () => {
    const bob = await signedIn(server, 'bob')
    for (const path of PATHS) {
      const answer = await bob.browser.get(path)
      expect(answer.status, path).to.equal(404)
      expect(await answer.text()).not.to.contain('audit')
      expect((await fetch(`${server.url}${path}`, { redirect: 'manual' })).status, path).to.equal(303)
    }
  })

  it('says what happened in words beside the event’s name, who did it, to what, and from where', async () => {
    const { html } = await see('/admin/audit?event=token.revoked')
    expect(html).to.contain('Token revoked').and.to.contain('>token.revoked</code>')
    expect(html).to.contain(`/admin/accounts/${ada.accountId}`).and.to.contain('ada@example.com')
    expect(html).to.match(/\/admin\/tokens\/[0-9a-f-]{36}"><bdi>=1\+1</)
    expect(html).to.contain('203.0.113.7')
  })

  it('says “none” where a token names no networks and no resource servers', async () => {
    const { html } = await see('/admin/audit?event=token.minted')
    for (const label of ['networks', 'resource servers'])
      expect(html).to.contain(`<dt>${label}</dt><dd><bdi>none</bdi>`)
  })

  it('filters by event, group, person, address and day', async () => {
    const names = async (query: string) =>
      [...(await see(`/admin/audit?${query}`)).html.matchAll(/class="log-name">([a-z_.]+)</g)].map(
        ([, name]) => name,
      )
    expect(await names('event=token.')).to.deep.equal(['token.revoked', 'token.minted'])
    expect(await names('event=token.minted&actor=ada@example.com')).to.deep.equal(['token.minted'])
    expect(await names('event=token.&account=ada@example.com&address=203.0.113.7')).to.have.length(2)
    expect(await names('event=token.&address=192.0.2.1')).to.deep.equal([])
    const today = server.clock().toISOString().slice(0, 10)
    expect(await names(`event=token.&from=${today}&to=${today}`)).to.have.length(2)
    expect(await names('event=token.&to=2020-01-01')).to.deep.equal([])
  })

  it('keeps what was typed and says beside the field what is wrong with it', async () => {
    for (const [query, message] of [
      ['token=nonsense', 'This is not an id'],
      ['account=nobody@example.com', 'No account has this e-mail address'],
      ['from=yesterday', 'This is not a date'],
      ['event=nothing.', 'There is no event'],
    ] as const) {
      const { answer, html } = await see(`/admin/audit?actor=kept&${query}`)
      expect(answer.status, query).to.equal(400)
      expect(html).to.contain(message).and.to.contain('value="kept"').and.to.contain('aria-invalid="true"')
    }
  })

  it('says what to do where nothing matches', async () => {
    expect((await see('/admin/audit?actor=nobody')).html).to.contain('Clear the filters')
  })

  it('goes on to older events, with the filter kept', async () => {
    for (let count = 0; count < 60; count += 1)
      await record(server.database.manager, server.clock(), { name: 'session.ended', by: OPERATOR })
    const { html } = await see('/admin/audit?event=session.ended')
    const [, next = ''] = /href="([^"]+)" rel="next"/.exec(html) ?? []
    expect(next).to.contain('event=session.ended')
    const older = (await see(next.replaceAll('&amp;', '&'))).html
    expect(older).to.contain('Newest').and.not.to.contain('rel="next"')
    expect(older.match(/session\.ended<\/code>/g)).to.have.length(10)
  })

  it('is exported as CSV, as it is filtered, with formulas made harmless', async () => {
    const { answer, html: csv } = await see('/admin/audit.csv?event=token.')
    expect(answer.headers.get('content-type')).to.match(/^text\/csv/)
    expect(answer.headers.get('content-disposition')).to.match(
      /^attachment; filename="patmint-audit-\d{4}-\d\d-\d\d\.csv"$/,
    )
    expect(answer.headers.get('cache-control')).to.equal('no-store')
    const [head, ...rows] = csv.trim().split('\r\n')
    expect(head).to.match(/^id,at,event,actor_kind,/)
    expect(rows).to.have.length(2)
    expect(csv).to.contain(",'=1+1,").and.not.to.contain(',=1+1')
  })

  it('is exported as JSON, as it is filtered', async () => {
    const answer = await ada.browser.get('/admin/audit.json?event=token.minted')
    expect(answer.headers.get('content-disposition')).to.contain('.json"')
    const [event, ...more] = (await answer.json()) as Record<string, unknown>[]
    expect(more).to.deep.equal([])
    expect(event).to.deep.include({
      event: 'token.minted',
      actor: 'ada@example.com',
      account_id: ada.accountId,
      token: '=1+1',
      address: '203.0.113.7',
    })
    expect(await (await ada.browser.get('/admin/audit.json?event=grant.')).json()).to.deep.equal([])
  })

  it('is not exported where the filter is wrong', async () => {
    const { answer } = await see('/admin/audit.csv?token=nonsense')
    expect(answer.status).to.equal(400)
    expect(answer.headers.has('content-disposition')).to.equal(false)
  })
})

describe('a long audit log', () => {
  const COUNT = 100_000
  const BATCH = 20_000
  const MB = 1_000_000
  let server: TestServer
  let ada: Session

  before(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
    for (let from = 0; from < COUNT; from += BATCH) {
      await server.database.manager.query(
        `insert into audit_event (id, at, name, actor_kind, actor_id, account_id, address, data)
         select gen_random_uuid(), now() - n * interval '1 second', 'session.started', 'account', $1::text, $1::uuid, '203.0.113.7',
                jsonb_build_object('note', repeat('x', 200))
           from generate_series($2::int + 1, $2::int + $3::int) n`,
        [ada.accountId, from, BATCH],
      )
    }
    // What autovacuum does everywhere but here.
    await server.database.manager.query('analyze')
  })
  after(async () => {
    await server.database.manager.query('alter table audit_event disable trigger audit_event_append_only')
    await server.database.manager.query('truncate audit_event')
    await server.close()
  })

  for (const extension of ['csv', 'json']) {
    it(`is exported as ${extension} without filling memory`, async () => {
      const usedNow = measureHeap()
      const before = usedNow()
      const answer = await ada.browser.get(`/admin/audit.${extension}?event=session.started`)
      let [bytes, most, lines, looks] = [0, 0, 0, 0]
      for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
        bytes += chunk.length
        for (const byte of chunk) if (byte === 10) lines += 1
        // To look is to collect garbage, which takes its time.
        if (bytes < (looks + 1) * 4 * MB) continue
        most = Math.max(most, usedNow() - before)
        looks += 1
      }
      // Signing in is an event too; the file has a head, and the JSON a tail.
      expect(lines).to.equal(COUNT + 2 + (extension === 'json' ? 1 : 0))
      expect(bytes).to.be.greaterThan(30 * MB)
      expect(looks).to.be.greaterThan(2)
      expect(most).to.be.lessThan(24 * MB)
    })
  }

  it('is read no faster than the browser takes it, and no longer than it is there', async () => {
    let read = 0
    const { stream } = server.audit
    server.audit.stream = (filter) => count(stream(filter))
    async function* count(events: ReturnType<typeof stream>) {
      for await (const event of events) {
        read += 1
        yield event
      }
    }
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    const cookie = [...ada.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    socket.write(`GET /admin/audit.csv HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`)
    await once(socket, 'readable')
    let before = -1
    while (read !== before) {
      before = read
      await wait(300)
    }
    expect(read)
      .to.be.greaterThan(0)
      .and.to.be.lessThan(COUNT / 4)
    socket.destroy()
    await wait(300)
    expect(read).to.be.lessThan(before + 1_001)
    server.audit.stream = stream
  })
})

/** What is in use once the garbage is gone. */
function measureHeap(): () => number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  return () => {
    collect()
    return process.memoryUsage().heapUsed
  }
}
