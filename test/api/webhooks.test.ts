import { expect } from 'chai'
import { FAILURES_PER_MINUTE } from '../../src/rate-limit/index.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { LOOPBACK, openReceiver, until, verify } from '../webhooks/support.ts'
import { type Program, programOf } from './support.ts'

const HOOK = { url: 'https://hooks.example.com/patmint', events: ['token.minted', 'token.leaked'] }

describe('webhooks by the API', () => {
  let server: TestServer
  let admin: Program
  beforeEach(async () => {
    server = await freshServer(LOOPBACK)
    admin = await programOf(server, await server.createAccount('root', 'admin'), ['patmint:admin'])
  })
  afterEach(() => server.close())

  it('are added, read, changed, rotated, switched and removed', async () => {
    const added = await admin.post('admin/webhooks', HOOK)
    expect(added.status).to.equal(201)
    expect(added.body.secret).to.match(/^whsec_/)
    const { webhook } = added.body
    const at = `admin/webhooks/${webhook.id}`
    expect(added.headers.get('location')).to.equal(`/api/v1/${at}`)
    const read = await admin.get(at)
    expect(read.body).to.deep.equal(webhook)
    expect((await admin.get('admin/webhooks')).body).to.deep.equal({ data: [webhook], nextCursor: null })
    const ifMatch = { 'if-match': read.headers.get('etag') ?? '' }
    const changed = await admin.patch(at, { description: 'Chat' }, ifMatch)
    expect(changed.body).to.deep.equal({ ...webhook, description: 'Chat' })
    expect((await admin.patch(at, { description: 'x' }, ifMatch)).status).to.equal(412)
    const rotated = await admin.post(`${at}/rotate-secret`, { overlap: 'day' })
    expect(rotated.body.secret).not.to.equal(added.body.secret)
    expect(rotated.body.webhook.previousSecretEndsAt).to.be.a('string')
    expect((await admin.post(`${at}/disable`)).body.disabledAt).to.be.a('string')
    expect((await admin.post(`${at}/test`)).body).to.include({ status: 409, code: 'webhook_disabled' })
    expect((await admin.post(`${at}/enable`)).body.disabledAt).to.equal(null)
    expect((await admin.delete(at)).status).to.equal(204)
    expect((await admin.get(at)).body).to.include({ status: 404, code: 'webhook_not_found' })
  })

  it('deliver, say what came of it, and send it again', async () => {
    const receiver = await openReceiver()
    const { webhook, secret } = (await admin.post('admin/webhooks', { ...HOOK, url: receiver.url })).body
    await server.webhooks.startDelivery()
    const at = `admin/webhooks/${webhook.id}/deliveries`
    const tested = await admin.post(`admin/webhooks/${webhook.id}/test`)
    expect(tested.status).to.equal(202)
    const [received] = await receiver.waitFor(1)
    expect(received && verify(secret, received)).to.deep.equal(tested.body.payload)
    await until(async () => (await admin.get(`${at}/${tested.body.id}`)).body.state === 'delivered')
    const again = await admin.post(`${at}/${tested.body.id}/redeliver`)
    expect(again.body).to.include({ state: 'pending', messageId: tested.body.messageId })
    await receiver.waitFor(2)
    await admin.post(`admin/webhooks/${webhook.id}/test`)
    const first = (await admin.get(`${at}?limit=1`)).body
    const second = (await admin.get(`${at}?limit=1&cursor=${first.nextCursor}`)).body
    expect([first.data[0].id, second.data[0].id]).to.include(tested.body.id)
    expect(second.nextCursor).to.equal(null)
    expect((await admin.get(`${at}?state=lost`)).status).to.equal(400)
    expect((await admin.get(`${at}/${webhook.id}`)).body).to.include({ code: 'webhook_delivery_not_found' })
    await receiver.close()
  })

  it('are added once for one Idempotency-Key, in one transaction', async () => {
    const headers = { 'idempotency-key': 'add-the-webhook' }
    const [one, two] = [
      await admin.post('admin/webhooks', HOOK, headers),
      await admin.post('admin/webhooks', HOOK, headers),
    ]
    expect(two.body).to.deep.equal(one.body)
    expect(await server.webhooks.list()).to.have.length(1)
  })

  it('are nothing to whoever is no administrator, and say what is wrong', async () => {
    const member = await programOf(server, await server.createAccount('bob'), ['patmint:write'])
    expect((await member.get('admin/webhooks')).body).to.include({ status: 403, code: 'insufficient_scope' })
    const wrong = await admin.post('admin/webhooks', { ...HOOK, url: 'https://10.0.0.1/' })
    expect(wrong.body).to.include({ status: 400, code: 'webhook_url_invalid' })
    expect((await admin.post('admin/webhooks', { ...HOOK, events: [] })).body.code).to.equal(
      'webhook_events_invalid',
    )
    expect((await admin.post('admin/webhooks', { ...HOOK, secret: 'x' })).status).to.equal(400)
  })

  it('of a leak are told when anybody reports it, who learns nothing by that', async () => {
    await admin.post('admin/webhooks', HOOK)
    const victim = await programOf(server, await server.createAccount('ada'), ['tracker:read'])
    const report = (tokens: unknown, headers = {}) =>
      fetch(`${server.url}/api/v1/leaked-tokens`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ tokens }),
      })
    const answers = [await report([victim.secret]), await report([victim.secret]), await report(['nonsense'])]
    for (const answer of answers) {
      expect(answer.status).to.equal(202)
      expect(await answer.json()).to.deep.equal({ received: 1 })
    }
    expect((await victim.get('whoami')).status).to.equal(401)
    const [webhook] = await server.webhooks.list()
    const { deliveries } = await server.webhooks.listDeliveries(webhook?.id ?? '')
    expect(deliveries.map(({ type }) => type)).to.include('token.leaked')
    for (const wrong of [undefined, [], 'x', [1], Array.from({ length: 101 }, () => 'x'), ['x'.repeat(301)]])
      expect((await report(wrong)).status).to.equal(400)
    const { events } = await server.audit.list({ name: 'token.leaked' })
    expect(events[0]).to.include({ tokenId: victim.tokenId, address: '127.0.0.1' })
    startOfMinute(server.clock)
    let last = 202
    for (let n = 0; n <= FAILURES_PER_MINUTE && last === 202; n += 1)
      last = (await report(['nonsense'])).status
    expect(last).to.equal(429)
  })
})
