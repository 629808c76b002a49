import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

const URL_OF_HOOK = 'https://hooks.example.com/patmint?key=a-secret-of-the-receiver'
const GOOD = { url: URL_OF_HOOK, description: 'Chat', events: ['token.leaked', 'token.revoked'] }

describe('webhooks', () => {
  let rooms: TestRooms
  beforeEach(async () => {
    rooms = await freshRooms()
  })
  afterEach(() => rooms.close())

  const register = (given = {}) => rooms.webhooks.register(OPERATOR, { ...GOOD, ...given })
  const recorded = async () => {
    const { events } = await rooms.audit.list({ name: 'webhook.' })
    return events.toReversed()
  }

  it('are registered with a secret that is shown once and kept sealed', async () => {
    const { webhook, secret } = await register()
    expect(webhook).to.have.all.keys(
      'id url description events createdAt disabledAt disabledReason previousSecretEndsAt'.split(' '),
    )
    expect(webhook.events).to.deep.equal(['token.revoked', 'token.leaked'])
    expect(await rooms.webhooks.list()).to.deep.equal([webhook])
    expect(await rooms.webhooks.get(webhook.id)).to.deep.equal(webhook)
    const { rows } = await rooms.database.pool.query('select secret from webhook_endpoint')
    expect(rows[0].secret).to.match(/^eyJ/).and.not.to.contain(secret.slice(6))
  })

  it('are recorded with each change, by the host and never by the whole address', async () => {
    const { webhook } = await register()
    await rooms.webhooks.change(OPERATOR, webhook.id, { description: 'Chat' })
    await rooms.webhooks.change(OPERATOR, webhook.id, { url: `${URL_OF_HOOK}2`, description: 'Talk' })
    await rooms.webhooks.rotateSecret(OPERATOR, webhook.id, { overlap: 'week' })
    await rooms.webhooks.sendTest(OPERATOR, webhook.id)
    for (const verb of ['disable', 'disable', 'enable', 'enable'] as const)
      await rooms.webhooks[verb](OPERATOR, webhook.id)
    await rooms.webhooks.remove(OPERATOR, webhook.id)
    const events = await recorded()
    expect(events.map(({ name }) => name)).to.deep.equal([
      'webhook.created',
      'webhook.changed',
      'webhook.secret_rotated',
      'webhook.tested',
      'webhook.disabled',
      'webhook.enabled',
      'webhook.removed',
    ])
    expect(events[0]?.data).to.deep.include({ webhookId: webhook.id, host: 'hooks.example.com' })
    expect(events[1]?.data).to.deep.include({ after: { description: 'Talk' }, urlChanged: true })
    expect(JSON.stringify(events)).not.to.contain('a-secret-of-the-receiver')
    expect(rooms.logged()).not.to.contain('a-secret-of-the-receiver')
  })

  it('take whole https addresses alone, and none that is known not to be public', async () => {
    const wrong = [
      ...' hooks.example.com ftp://hooks.example.com/ http://hooks.example.com/ javascript:1 https://'.split(
        ' ',
      ),
      ...'https://ada:x@hooks.example.com/ https://hooks.example.com/#x https://[::1]/ https://127.0.0.1/'.split(
        ' ',
      ),
      ...'https://2130706433/ https://0x7f.1/ https://10.0.0.1/ http://127.0.0.1/ https://[fd00::1]/'.split(
        ' ',
      ),
      ...'https://169.254.169.254/latest/ https://[::ffff:10.0.0.1]/'.split(' '),
      `https://${'x'.repeat(2_000)}`,
      'https://\0.example.com/',
      'https://\ud800.example.com/',
    ]
    for (const url of wrong)
      expect(await failure(register({ url })), url).to.include({ code: 'webhook_url_invalid', field: 'url' })
    expect(await failure(register({ description: 'x'.repeat(201) }))).to.include({ field: 'description' })
    for (const events of [[], ['token.'], ['token.minted', 'webhook.test'], ['constructor']])
      expect(await failure(register({ events }))).to.include({ code: 'webhook_events_invalid' })
    expect(await rooms.webhooks.list()).to.deep.equal([])
    expect(await recorded()).to.deep.equal([])
  })

  it('are twenty at the most', async () => {
    for (let n = 0; n < 20; n += 1) await register()
    expect(await failure(register())).to.include({ code: 'webhook_limit_reached', kind: 'conflict' })
    expect(await rooms.webhooks.list()).to.have.length(20)
  })

  it('are not found under an id that is none of theirs', async () => {
    const { webhooks } = rooms
    for (const id of ['0198c0de-0000-7000-8000-000000000000', 'x', '\0', 'x'.repeat(5_000)]) {
      const attempts = [
        () => webhooks.get(id),
        () => webhooks.change(OPERATOR, id, {}),
        () => webhooks.disable(OPERATOR, id),
        () => webhooks.enable(OPERATOR, id),
        () => webhooks.rotateSecret(OPERATOR, id, { overlap: 'none' }),
        () => webhooks.remove(OPERATOR, id),
        () => webhooks.sendTest(OPERATOR, id),
        () => webhooks.listDeliveries(id),
        () => webhooks.redeliver(OPERATOR, { webhookId: id, deliveryId: id }),
      ]
      for (const attempt of attempts)
        expect(await failure(attempt())).to.include({ code: 'webhook_not_found', kind: 'not_found' })
    }
  })

  it('list their deliveries a page at a time, by state', async () => {
    const { webhook } = await register()
    for (let n = 0; n < 5; n += 1) await rooms.webhooks.sendTest(OPERATOR, webhook.id)
    const first = await rooms.webhooks.listDeliveries(webhook.id, { limit: 3 })
    expect(first.deliveries).to.have.length(3)
    const before = first.next ?? ''
    const second = await rooms.webhooks.listDeliveries(webhook.id, { limit: 3, before })
    expect(second).to.not.have.property('next')
    const ids = [...first.deliveries, ...second.deliveries].map(({ id }) => id)
    expect(ids).to.deep.equal(ids.toSorted().toReversed()).and.to.have.length(5)
    const failed = await rooms.webhooks.listDeliveries(webhook.id, { state: 'failed' })
    expect(failed.deliveries).to.deep.equal([])
  })
})
