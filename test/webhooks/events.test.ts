import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE } from '../../src/lib/index.ts'
import { WEBHOOK_EVENTS } from '../../src/webhooks/event.ts'
import { mailEnvironment, openMailbox, readText } from '../mail/support.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { freshWebhook, LOOPBACK, openReceiver } from './support.ts'

const SCOPES = ['tracker:read']
const EVERYTHING = { url: 'https://hooks.example.com/', events: WEBHOOK_EVENTS }

/** What was told so far, the oldest first: nobody sends it. */
async function told({ webhooks }: TestRooms) {
  const [webhook] = await webhooks.list()
  const { deliveries } = await webhooks.listDeliveries(webhook?.id ?? '', { limit: 500 })
  return deliveries.toReversed().map(({ payload }) => JSON.parse(payload))
}

const typesOf = (messages: readonly { type: string }[]) => messages.map(({ type }) => type)

describe('webhook events', () => {
  let rooms: TestRooms
  let accountId: string
  const by = () => ({ kind: 'account', id: accountId }) as const
  const mint = (days = 30, name = 'ci') =>
    rooms.tokens.mint(by(), { accountId, name, scopes: SCOPES, expiry: { inDays: days } })

  beforeEach(async () => {
    rooms = await freshRooms()
    accountId = (await rooms.createAccount('ada', 'admin')).id
    await rooms.webhooks.register(OPERATOR, EVERYTHING)
  })
  afterEach(() => rooms.close())

  it('say which token it is, whose, what it may do and who did it; never its secret', async () => {
    const { token, secret } = await mint()
    const [message] = await told(rooms)
    expect(message).to.deep.equal({
      type: 'token.minted',
      timestamp: token.createdAt.toISOString(),
      data: {
        tokenId: token.id,
        name: 'ci',
        kind: 'personal',
        hint: token.hint,
        accountId,
        organizationId: null,
        workspaceId: null,
        scopes: SCOPES,
        expiresAt: token.expiresAt?.toISOString(),
        by: { kind: 'account', id: accountId },
        rotatedFrom: null,
      },
    })
    expect(JSON.stringify(message)).not.to.contain(secret)
  })

  it('tell a rotation as the end of one token and the beginning of another', async () => {
    const { token } = await mint()
    const next = await rooms.tokens.rotate(by(), { accountId, tokenId: token.id, when: 'hour' })
    const [, rotated, minted] = await told(rooms)
    expect(rotated).to.include({ type: 'token.rotated' })
    expect(rotated.data).to.include({ tokenId: token.id, successorId: next.token.id, when: 'hour' })
    expect(new Date(rotated.data.retiresAt).getTime() - new Date(rotated.timestamp).getTime()).to.equal(HOUR)
    expect(minted.data).to.include({ tokenId: next.token.id, hint: next.token.hint, rotatedFrom: token.id })
  })

  it('tell each revocation once, by whichever way it came', async () => {
    const [one, two, three] = [await mint(), await mint(), await mint()]
    await rooms.tokens.revoke(by(), accountId, one.token.id)
    await rooms.tokens.revoke(by(), accountId, one.token.id)
    await rooms.tokens.revokeSelection(by(), [one.token.id, two.token.id], 'Not used')
    await rooms.tokens.revokeAllOf(OPERATOR, accountId, 'Gone')
    const revoked = (await told(rooms)).filter(({ type }) => type === 'token.revoked')
    expect(revoked.map(({ data }) => [data.tokenId, data.reason])).to.deep.equal([
      [one.token.id, 'Revoked by its owner'],
      [two.token.id, 'Not used'],
      [three.token.id, 'Gone'],
    ])
    expect(revoked[2].data.by).to.deep.equal({ kind: 'operator', id: null })
  })

  it('name the place of a token, and the organization of a service account', async () => {
    const ada = await rooms.accounts.findByEmail('ada@example.com')
    if (ada === undefined) throw new Error('there is no ada')
    const acme = await rooms.createOrganization('Acme', ada)
    const place = { organizationId: acme.id }
    const build = await rooms.organizations.createWorkspace(by(), { ...place, name: 'Build' })
    const robot = await rooms.organizations.createServiceAccount(by(), { ...place, name: 'Robot' })
    const given = { accountId, name: 'ci', scopes: SCOPES, ...place }
    await rooms.tokens.mint(by(), { ...given, kind: 'workspace', workspaceId: build.id })
    const robots = await rooms.tokens.mint(by(), { accountId: robot.id, name: 'ci', scopes: SCOPES })
    await rooms.tokens.revokeAny(OPERATOR, robots.token.id, 'Not used')
    const messages = await told(rooms)
    expect(messages.map(({ data }) => [data.kind, data.organizationId, data.workspaceId])).to.deep.equal([
      ['workspace', acme.id, build.id],
      ['personal', acme.id, null],
      ['personal', acme.id, null],
    ])
  })

  it('go only to those that want them and are enabled, under one id', async () => {
    const { webhooks } = rooms
    const some = await webhooks.register(OPERATOR, { ...EVERYTHING, events: ['token.revoked'] })
    const off = await webhooks.register(OPERATOR, EVERYTHING)
    await webhooks.disable(OPERATOR, off.webhook.id)
    const { token } = await mint()
    await rooms.tokens.revoke(by(), accountId, token.id)
    const [all] = await webhooks.list()
    const [first] = (await webhooks.listDeliveries(all?.id ?? '')).deliveries
    const [second, ...more] = (await webhooks.listDeliveries(some.webhook.id)).deliveries
    expect(first).to.include({
      type: 'token.revoked',
      messageId: second?.messageId,
      payload: second?.payload,
    })
    expect(more).to.deep.equal([])
    expect((await webhooks.listDeliveries(off.webhook.id)).deliveries).to.deep.equal([])
  })

  it('are not told where what happened is undone, and come though the process dies right after', async () => {
    const failing = rooms.database.transaction(async (tx) => {
      await rooms.webhooks.publish(tx, 'token.minted', [{ at: rooms.clock(), data: {} }])
      throw new Error('no')
    })
    expect(await failing.catch(() => 'undone')).to.equal('undone')
    expect(await told(rooms)).to.deep.equal([])
    await mint()
    const { rows } = await rooms.database.pool.query(
      `select data from patmint_jobs.job where name = 'webhooks'`,
    )
    expect(rows).to.have.length(1)
  })

  it('never make a transaction wait for a second connection', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => mint(30, `ci ${n}`)))
    expect(await told(rooms)).to.have.length(20)
  })

  it('let an endpoint be removed while tokens are minted', async () => {
    const [webhook] = await rooms.webhooks.list()
    const minting = Promise.all(Array.from({ length: 10 }, (_, n) => mint(30, `ci ${n}`)))
    await rooms.webhooks.remove(OPERATOR, webhook?.id ?? '')
    expect(await minting).to.have.length(10)
    expect(await rooms.webhooks.list()).to.deep.equal([])
  })

  describe('of an end', () => {
    it('come once 14 days before, and once when it has come', async () => {
      const { token } = await mint(30)
      expect((await rooms.tokens.tellEnds()).told).to.equal(0)
      rooms.clock.advance(16 * DAY + MINUTE)
      expect((await rooms.tokens.tellEnds()).told).to.equal(1)
      expect((await rooms.tokens.tellEnds()).told).to.equal(0)
      rooms.clock.advance(14 * DAY)
      expect((await rooms.tokens.tellEnds()).told).to.equal(1)
      expect((await rooms.tokens.tellEnds()).told).to.equal(0)
      const [, expiring, expired] = await told(rooms)
      const at = token.expiresAt?.toISOString()
      expect(expiring).to.include({ type: 'token.expiring' })
      expect(expiring.data).to.include({ tokenId: token.id, endsAt: at })
      expect(expiring.data.by).to.deep.equal({ kind: 'system', id: null })
      expect(expired).to.include({ type: 'token.expired' })
      expect(expired.data).to.include({ tokenId: token.id, endedAt: at, reason: 'expiry' })
    })

    it('come of a short life too, and not of tokens that were revoked, rotated away or replaced', async () => {
      await mint(7, 'short')
      const revoked = await mint(10)
      const rotated = await mint(10)
      const waiting = await mint(10)
      await rooms.tokens.revoke(by(), accountId, revoked.token.id)
      await rooms.tokens.rotate(by(), { accountId, tokenId: rotated.token.id, when: 'now' })
      await rooms.tokens.rotate(by(), { accountId, tokenId: waiting.token.id, when: 'first_use' })
      expect((await rooms.tokens.tellEnds()).told).to.equal(3)
      rooms.clock.advance(40 * DAY)
      // The short one, both successors, and the one whose successor was never used.
      expect((await rooms.tokens.tellEnds()).told).to.equal(4)
      const expired = (await told(rooms)).filter(({ type }) => type === 'token.expired')
      expect(expired.map(({ data }) => data.tokenId)).to.include(waiting.token.id)
      expect(expired.map(({ data }) => data.tokenId)).not.to.include.members([rotated.token.id])
      const { rows } = await rooms.database.pool.query(
        'select from personal_access_token where expired_told_at is null and revoked_at is null',
      )
      expect(rows).to.have.length(0)
    })

    it('come of what a policy ends: by age, kind or networks, and for want of use when that is certain', async () => {
      const { policies, tokens, clock } = rooms
      const aged = await mint(300, 'aged')
      const idle = await mint(20, 'idle')
      const settings = await policies.instance()
      await policies.change(OPERATOR, { ...settings, maxDays: 40 })
      clock.advance(27 * DAY)
      await tokens.tellEnds()
      const byTheDay = aged.token.createdAt.getTime() + 40 * DAY
      const expiring = (await told(rooms)).find(
        ({ type, data }) => type === 'token.expiring' && data.tokenId === aged.token.id,
      )
      expect(new Date(expiring.data.endsAt).getTime()).to.equal(byTheDay)
      clock.advance(13 * DAY + MINUTE)
      await tokens.tellEnds()
      const ends = async () =>
        (await told(rooms))
          .filter(({ type }) => type === 'token.expired')
          .map(({ data }) => [data.tokenId, data.reason])
      expect(await ends()).to.deep.equal([
        [idle.token.id, 'expiry'],
        [aged.token.id, 'policy'],
      ])
      const unused = await mint(30, 'unused')
      await policies.change(OPERATOR, { ...settings, maxIdleDays: 10 })
      clock.advance(10 * DAY + MINUTE)
      expect((await tokens.tellEnds()).told).to.equal(0)
      clock.advance(2 * MINUTE)
      await tokens.tellEnds()
      expect((await ends()).at(-1)).to.deep.equal([unused.token.id, 'policy'])
      const anywhere = await mint(30, 'anywhere')
      await policies.change(OPERATOR, { ...settings, requireNetworks: true })
      await tokens.tellEnds()
      expect((await ends()).at(-1)).to.deep.equal([anywhere.token.id, 'policy'])
      expect(await ends()).to.have.length(4)
    })

    it('come once where several nodes look at once, and none is lost where one cannot go on', async () => {
      for (let n = 0; n < 25; n += 1) await mint(5, `ci ${n}`)
      const [webhook] = await rooms.webhooks.list()
      rooms.clock.advance(6 * DAY)
      const counts = await Promise.all(Array.from({ length: 4 }, () => rooms.tokens.tellEnds()))
      const later = await rooms.tokens.tellEnds()
      expect([...counts, later].reduce((sum, { told: count }) => sum + count, 0)).to.equal(25)
      expect((await rooms.webhooks.countDeliveries()).get(webhook?.id ?? '')).to.deep.equal({
        pending: 50,
        delivered: 0,
        failed: 0,
      })
    })

    it('come some at a time where they are many, until none is left', async () => {
      const { policies, tokens, database, clock } = rooms
      const owner = await rooms.createAccount('machine')
      // Half of them end by themselves, half by the policy.
      await database.manager.query(
        `insert into personal_access_token (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks,
                created_at, expires_at, retires_on_first_use)
         select gen_random_uuid(), sha256(int4send(n)), 'abcd', 'ci ' || n, '', 'personal', $1, 'operator', '{tracker:read}', '{}',
                $2::timestamptz - interval '20 days', $2::timestamptz + make_interval(days => case when n % 2 = 0 then 200 else -1 end), false
           from generate_series(1, 450) n`,
        [owner.id, clock()],
      )
      await policies.change(OPERATOR, { ...(await policies.instance()), maxDays: 10, defaultDays: 10 })
      const counts: number[] = []
      for (let hasMore = true; hasMore; ) {
        const round = await tokens.tellEnds()
        counts.push(round.told)
        hasMore = round.hasMore
      }
      expect(counts.length).to.be.greaterThan(2)
      expect(Math.max(...counts)).to.be.at.most(300)
      expect(counts.reduce((sum, count) => sum + count)).to.equal(450)
      const ids = (await told(rooms)).map(({ data }) => data.tokenId)
      expect(new Set(ids).size).to.equal(450)
      expect(await tokens.tellEnds()).to.deep.equal({ told: 0, hasMore: false })
    })

    it('that nobody wanted to know are not told later', async () => {
      const [webhook] = await rooms.webhooks.list()
      await mint(5)
      await rooms.webhooks.remove(OPERATOR, webhook?.id ?? '')
      rooms.clock.advance(6 * DAY)
      await rooms.tokens.tellEnds()
      await rooms.webhooks.register(OPERATOR, EVERYTHING)
      await rooms.tokens.tellEnds()
      expect(await told(rooms)).to.deep.equal([])
    })
  })

  it('of a leak come with a revocation; a secret that is dead, or none of ours, does nothing', async () => {
    const { token, secret } = await mint()
    const dead = await mint()
    await rooms.tokens.revoke(by(), accountId, dead.token.id)
    const before = (await told(rooms)).length
    const reporter = { kind: 'anonymous', address: '203.0.113.7' } as const
    const secrets = [secret, dead.secret, 'pat_nonsense', `${secret}x`, '\0', secret]
    expect(await rooms.tokens.reportLeaked(reporter, secrets)).to.equal(1)
    expect(await rooms.tokens.reportLeaked(reporter, secrets)).to.equal(0)
    const news = (await told(rooms)).slice(before)
    expect(typesOf(news)).to.deep.equal(['token.revoked', 'token.leaked'])
    expect(news[1].data).to.include({ tokenId: token.id, accountId })
    expect(await rooms.tokens.resolve(secret)).to.deep.equal({ active: false, reason: 'revoked' })
    const { events } = await rooms.audit.list({ tokenId: token.id })
    expect(events.map(({ name }) => name)).to.have.members(['token.minted', 'token.revoked', 'token.leaked'])
    expect(events.find(({ name }) => name === 'token.leaked')).to.include({ address: '203.0.113.7' })
  })
})

describe('a server that works', () => {
  it('sends mails and webhooks, and tells of ends, by itself', async () => {
    const mailbox = await openMailbox()
    const port = Number(new URL(mailbox.environment['PATMINT_SMTP_URL'] ?? '').port)
    const rooms = await freshRooms({ ...LOOPBACK, ...mailEnvironment(port) })
    const receiver = await openReceiver()
    await rooms.webhooks.register(OPERATOR, { url: receiver.url, events: WEBHOOK_EVENTS })
    const ada = await rooms.createAccount('ada')
    const acme = await rooms.createOrganization('Acme', ada)
    const by = { kind: 'account', id: ada.id } as const
    const robot = await rooms.organizations.createServiceAccount(by, {
      organizationId: acme.id,
      name: 'Robot',
    })
    const given = { name: 'from <ada>', scopes: SCOPES, expiry: { inDays: 7 } }
    const own = await rooms.tokens.mint(by, { ...given, accountId: ada.id })
    const robots = await rooms.tokens.mint(by, { ...given, accountId: robot.id })
    await rooms.startWork()
    await receiver.waitFor(4)
    await rooms.tokens.reportLeaked({ kind: 'anonymous' }, [own.secret, robots.secret])
    const mails = await mailbox.waitFor(2)
    await receiver.waitFor(8)
    for (const { to, raw } of mails) {
      expect(to).to.deep.equal(['ada@example.com'])
      expect(raw).to.match(/^Subject: A token of yours was found in public, and is revoked/m)
      expect(raw).not.to.contain(own.secret)
    }
    const texts = mails.map(({ raw }) => readText(raw)).join('\n')
    for (const { id } of [own.token, robots.token]) expect(texts).to.contain(`/account/tokens/${id}`)
    const types = new Set(typesOf(receiver.received.map(({ message }) => message)))
    expect([...types]).to.include.members(['token.minted', 'token.expiring', 'token.leaked', 'token.revoked'])
    await rooms.close()
    await receiver.close()
    await mailbox.close()
  })

  it('delivers what a rotation tells to a receiver that verifies it', async () => {
    const { rooms, receiver, close } = await freshWebhook()
    const { id: accountId } = await rooms.createAccount('ada')
    const by = { kind: 'account', id: accountId } as const
    const { token } = await rooms.tokens.mint(by, { accountId, name: 'ci', scopes: SCOPES })
    await rooms.tokens.rotate(by, { accountId, tokenId: token.id, when: 'now' })
    const received = await receiver.waitFor(3)
    expect(typesOf(received.map(({ message }) => message)).toSorted()).to.deep.equal([
      'token.minted',
      'token.minted',
      'token.rotated',
    ])
    await close()
  })
})
