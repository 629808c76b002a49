import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms } from '../support/server.ts'
import {
  freshWebhook,
  hasten,
  LOOPBACK,
  newestDelivery,
  openReceiver,
  type Receiver,
  until,
  verify,
} from './support.ts'

type Fresh = Awaited<ReturnType<typeof freshWebhook>>

describe('a webhook message', () => {
  let fresh: Fresh
  beforeEach(async () => {
    fresh = await freshWebhook()
  })
  afterEach(() => fresh.close())

  const test = () => fresh.rooms.webhooks.sendTest(OPERATOR, fresh.webhook.id)
  const newest = () => newestDelivery(fresh.rooms, fresh.webhook.id)
  const settled = async (state: string, attempts: number) => {
    await until(async () => {
      const delivery = await newest()
      return delivery.state === state && delivery.attempts === attempts
    })
    return await newest()
  }

  it('is signed as Standard Webhooks says, and is good for every library of it', async () => {
    const { receiver, secret } = fresh
    expect(secret).to.match(/^whsec_[0-9A-Za-z+/]{43}=$/)
    await test()
    const [received] = await receiver.waitFor(1)
    if (received === undefined) throw new Error('nothing came')
    expect(received.headers).to.include({ 'content-type': 'application/json', 'user-agent': 'Patmint' })
    expect(received.headers['webhook-id']).to.match(/^msg_[0-9a-f-]{36}$/)
    expect(received.headers['webhook-timestamp']).to.match(/^\d{10}$/)
    expect(received.headers['webhook-signature']).to.match(/^v1,[0-9A-Za-z+/]{43}=$/)
    expect(verify(secret, received)).to.deep.equal(received.message)
    expect(received.message).to.include({ type: 'webhook.test' })
    const changed = { ...received, body: received.body.replace('webhook.test', 'webhook.text') }
    expect(() => verify(secret, changed)).to.throw('No matching signature')
    const delivered = await settled('delivered', 1)
    expect(delivered).to.include({ lastStatus: 204, lastError: null, nextTryAt: null, answer: '' })
    expect(delivered.payload).to.equal(received.body)
    expect(delivered.durationMs).to.be.a('number')
  })

  it('has a signature of each secret while two overlap, and of the newest alone afterwards', async () => {
    const { rooms, receiver, webhook, secret: old } = fresh
    const { secret } = await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'hour' })
    await test()
    const [both] = await receiver.waitFor(1)
    expect(both?.headers['webhook-signature']?.toString().split(' ')).to.have.length(2)
    for (const one of [old, secret]) if (both) expect(verify(one, both)).to.deep.equal(both.message)
    await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'none' })
    await test()
    const [, alone] = await receiver.waitFor(2)
    expect(alone?.headers['webhook-signature']?.toString().split(' ')).to.have.length(1)
    for (const one of [old, secret]) expect(() => alone && verify(one, alone)).to.throw()
    const { secret: last } = await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'day' })
    rooms.clock.advance(DAY)
    await test()
    const [, , later] = await receiver.waitFor(3)
    expect(later?.headers['webhook-signature']?.toString().split(' ')).to.have.length(1)
    expect(last).not.to.equal(secret)
  })

  it('is tried again after 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, with the same id, and then given up', async () => {
    const { rooms, receiver } = fresh
    receiver.answerWith((response) => response.writeHead(503).end('not\0 now'))
    await test()
    const waits = [
      5 * SECOND,
      5 * MINUTE,
      30 * MINUTE,
      ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR),
    ]
    for (const [index, wait] of waits.entries()) {
      const delivery = await settled('pending', index + 1)
      const { lastTriedAt, nextTryAt } = delivery
      expect(Number(nextTryAt) - Number(lastTriedAt)).to.equal(wait)
      expect(delivery).to.include({ lastStatus: 503, lastError: 'It answered 503.', answer: 'not now' })
      expect(await hasten(rooms)).to.equal(wait / SECOND)
    }
    expect(await settled('failed', 10)).to.include({ nextTryAt: null, retriesLeft: 0 })
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).to.equal(1)
    expect(rooms.logged()).to.contain('a webhook could not be delivered').and.not.to.contain('not now')
  })

  it('is delivered by the try after one that failed', async () => {
    const { rooms, receiver, secret } = fresh
    receiver.answerWith((response, count) => response.writeHead(count === 1 ? 500 : 200).end('thanks'))
    await test()
    await settled('pending', 1)
    await hasten(rooms)
    expect(await settled('delivered', 2)).to.include({ lastError: null, answer: 'thanks', lastStatus: 200 })
    for (const received of receiver.received) verify(secret, received)
  })

  it('disables the endpoint that answers 410, with everything that waits for it', async () => {
    const { rooms, receiver, webhook } = fresh
    receiver.answerWith((response) => response.writeHead(500).end())
    await test()
    const waiting = await settled('pending', 1)
    receiver.answerWith((response) => response.writeHead(410).end())
    await test()
    await until(async () => (await rooms.webhooks.get(webhook.id)).disabledAt !== null)
    expect((await rooms.webhooks.get(webhook.id)).disabledReason).to.match(/answered 410/)
    expect(await newest()).to.include({ state: 'failed', lastStatus: 410 })
    const of = { webhookId: webhook.id, deliveryId: waiting.id }
    expect(await rooms.webhooks.getDelivery(of)).to.include({ state: 'failed', nextTryAt: null })
    const { events } = await rooms.audit.list({ name: 'webhook.disabled' })
    expect(events[0]?.by.kind).to.equal('system')
    expect(events[0]?.data).to.include({ webhookId: webhook.id })
    expect(await failure(test())).to.include({ code: 'webhook_disabled' })
    expect(await failure(rooms.webhooks.redeliver(OPERATOR, of))).to.include({ code: 'webhook_disabled' })
    await rooms.webhooks.enable(OPERATOR, webhook.id)
    expect(await rooms.webhooks.get(webhook.id)).to.include({ disabledAt: null, disabledReason: null })
  })

  it('is not sent where a redirect leads', async () => {
    const { receiver } = fresh
    const other = await openReceiver()
    receiver.answerWith((response) => response.writeHead(307, { location: other.url }).end())
    await test()
    const delivery = await settled('pending', 1)
    expect(delivery).to.include({ lastStatus: 307 })
    expect(delivery.lastError).to.contain('Redirects are not followed')
    expect(other.received).to.have.length(0)
    await other.close()
  })

  it('is delivered though the answer never ends; no more than a kilobyte of it is kept', async () => {
    const { receiver } = fresh
    receiver.answerWith((response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('x'.repeat(700)), 5)
      response.on('close', () => clearInterval(timer))
    })
    await test()
    expect((await settled('delivered', 1)).answer).to.have.length(1_024)
  })

  it('is not delivered where nothing listens, or what answers is not HTTP', async () => {
    const { rooms, receiver, webhook } = fresh
    receiver.answerWith((response) => response.socket?.end('SSH-2.0-hello\r\n'))
    await test()
    expect((await settled('pending', 1)).lastError).to.equal('What it answered is not HTTP.')
    const gone = await openReceiver()
    await gone.close()
    await rooms.webhooks.change(OPERATOR, webhook.id, { url: gone.url })
    await hasten(rooms)
    const refused = await settled('pending', 2)
    expect(refused).to.include({ lastStatus: null, answer: null })
    expect(refused.lastError).to.contain('the connection was refused')
  })

  it('can be sent again, whatever became of it, and a plan that is older comes to nothing', async () => {
    const { rooms, receiver, webhook } = fresh
    const { id: deliveryId } = await test()
    await settled('delivered', 1)
    const of = { webhookId: webhook.id, deliveryId }
    receiver.answerWith((response) => response.writeHead(500).end())
    await rooms.webhooks.redeliver(OPERATOR, of)
    await settled('pending', 2)
    receiver.answerWith((response) => response.writeHead(200).end())
    await rooms.webhooks.redeliver(OPERATOR, of)
    await settled('delivered', 3)
    await hasten(rooms)
    await until(async () => {
      const { rows } = await rooms.database.pool.query(
        `select from patmint_jobs.job where name = 'webhooks' and state <> 'completed'`,
      )
      return rows.length === 0
    })
    expect(receiver.received).to.have.length(3)
    expect(new Set(receiver.received.map(({ body }) => body)).size).to.equal(1)
    const { events } = await rooms.audit.list({ name: 'webhook.redelivered' })
    expect(events.map(({ data }) => data['deliveryId'])).to.deep.equal([deliveryId, deliveryId])
    const other = { webhookId: webhook.id, deliveryId: webhook.id }
    expect(await failure(rooms.webhooks.redeliver(OPERATOR, other))).to.include({
      code: 'webhook_delivery_not_found',
    })
  })

  it('is forgotten after 30 days', async () => {
    const { rooms, webhook } = fresh
    await test()
    await settled('delivered', 1)
    rooms.clock.advance(29 * DAY)
    await rooms.webhooks.deleteOldDeliveries()
    expect((await rooms.webhooks.listDeliveries(webhook.id)).deliveries).to.have.length(1)
    rooms.clock.advance(DAY + MINUTE)
    await rooms.webhooks.deleteOldDeliveries()
    expect((await rooms.webhooks.listDeliveries(webhook.id)).deliveries).to.have.length(0)
  })
})

describe('webhook messages', () => {
  it('never wait for an endpoint that does not answer', async () => {
    const stuck: Receiver['answerWith'] extends (answer: infer Answer) => void ? Answer : never = () => {}
    const dead = await openReceiver(stuck)
    const rooms = await freshRooms(LOOPBACK)
    const { webhooks } = rooms
    const lively = await openReceiver()
    const given = { description: '', events: ['token.minted'] }
    const slow = await webhooks.register(OPERATOR, { ...given, url: dead.url })
    const quick = await webhooks.register(OPERATOR, { ...given, url: lively.url })
    for (let n = 0; n < 30; n += 1) await webhooks.sendTest(OPERATOR, slow.webhook.id)
    for (let n = 0; n < 30; n += 1) await webhooks.sendTest(OPERATOR, quick.webhook.id)
    await webhooks.startDelivery()
    await lively.waitFor(30)
    expect(dead.received).to.have.length(4)
    await dead.close()
    await rooms.close()
    await lively.close()
  })

  it('wait for a node that serves, whichever it is, and go through one of them', async () => {
    const { rooms, receiver, webhook, close } = await freshWebhook()
    await rooms.webhooks.startDelivery()
    for (let n = 0; n < 20; n += 1) await rooms.webhooks.sendTest(OPERATOR, webhook.id)
    await receiver.waitFor(20)
    await until(async () => (await rooms.webhooks.countDeliveries()).get(webhook.id)?.delivered === 20)
    await sleep(50)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).to.equal(20)
    expect(receiver.received).to.have.length(20)
    await close()
  })

  it('are signed after the master secret has changed, and can be when the old one is dropped', async () => {
    const first = 'the first master secret with more than 32 characters'
    const second = 'the second master secret with more than 32 characters'
    const owner = await freshRooms({ PATMINT_SECRET: first })
    const shared = { ...LOOPBACK, DATABASE_URL: owner.databaseUrl }
    const { rooms, receiver, webhook, secret } = await freshWebhook({ ...shared, PATMINT_SECRET: first })
    const both = await freshRooms({ ...shared, PATMINT_SECRET: `${second},${first}` })
    await both.close()
    const next = await freshRooms({ ...shared, PATMINT_SECRET: second })
    // The node that only knows the old one cannot read it any more, and says so.
    await rooms.webhooks.sendTest(OPERATOR, webhook.id)
    await until(async () => (await newestDelivery(rooms, webhook.id)).attempts === 1)
    expect((await newestDelivery(rooms, webhook.id)).lastError).to.contain('master secret')
    await rooms.close()
    // Nobody does the job just now: its time may have come or not.
    await next.database.pool.query(`update patmint_jobs.job set start_after = now() where state = 'created'`)
    await next.webhooks.startDelivery()
    const [received] = await receiver.waitFor(1)
    expect(received && verify(secret, received)).to.deep.equal(received?.message)
    await next.close()
    await owner.close()
    await receiver.close()
  })
})
