import { expect } from 'chai'
import { createCli, freshCli } from './support.ts'

const HOOK = ['--url', 'https://hooks.example.com/patmint', '--events', 'token.leaked,token.minted']

describe('patmint webhook', () => {
  let cli: Awaited<ReturnType<typeof freshCli>>
  before(async () => {
    cli = await freshCli()
  })
  after(() => cli.drop())

  it('adds, changes, rotates, switches, tries and removes a webhook', async () => {
    const { webhook, secret } = await cli.json<{ webhook: { id: string }; secret: string }>(
      'webhook',
      'create',
      ...HOOK,
      '--description',
      'Chat',
    )
    const { id } = webhook
    expect(secret).to.match(/^whsec_/)
    const { webhook: changed } = await cli.json<{ webhook: object }>(
      'webhook',
      'change',
      id,
      '--events',
      'token.expired',
    )
    expect(changed).to.deep.include({ id, events: ['token.expired'], description: 'Chat' })
    const rotated = await cli.json<{ secret: string }>('webhook', 'rotate-secret', id, '--overlap', 'hour')
    expect(rotated.secret)
      .to.match(/^whsec_/)
      .and.not.to.equal(secret)
    const { delivery } = await cli.json<{ delivery: { id: string } }>('webhook', 'test', id)
    const again = await cli.json<{ delivery: object }>('webhook', 'redeliver', id, delivery.id)
    expect(again.delivery).to.deep.include({ id: delivery.id, state: 'pending', type: 'webhook.test' })
    const { deliveries } = await cli.json<{ deliveries: object[] }>('webhook', 'deliveries', id)
    expect(deliveries).to.have.length(1)
    await cli.json('webhook', 'disable', id)
    const { webhooks } = await cli.json<{ webhooks: { disabledAt: string; deliveries: object }[] }>(
      'webhook',
      'list',
    )
    expect(webhooks[0]?.disabledAt).to.be.a('string')
    expect(webhooks[0]?.deliveries).to.deep.equal({ delivered: 0, pending: 0, failed: 1 })
    expect((await cli.run(['webhook', 'list'])).out)
      .to.contain(id)
      .and.not.to.contain('whsec_')
    await cli.json('webhook', 'enable', id)
    expect(await cli.json('webhook', 'remove', id)).to.deep.equal({ removed: id })
    expect((await cli.run(['webhook', 'list'])).out).to.contain('There are no webhooks.')
  })

  it('says what is wrong', async () => {
    const { code, err } = await cli.run(['webhook', 'create', '--url', 'http://10.0.0.1/', '--events', 'x'])
    expect({ code, says: err.includes('https://') }).to.deep.equal({ code: 1, says: true })
    const strict = createCli(cli.environment)
    expect((await strict.run(['webhook', 'deliveries', 'x'])).code).to.equal(1)
  })
})
