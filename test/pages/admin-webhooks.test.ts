import { expect } from 'chai'
import { MINUTE } from '../../src/lib/index.ts'
import { type Browser, signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { LOOPBACK, openReceiver, type Receiver, until, verify } from '../webhooks/support.ts'

const SECRET = /value="(whsec_[^"]{44})"/
const LIST = '/admin/webhooks'

describe('the pages of webhooks', () => {
  let server: TestServer
  let ada: Browser
  let receiver: Receiver

  beforeEach(async () => {
    receiver = await openReceiver()
    server = await freshServer(LOOPBACK)
    await server.createAccount('ada', 'admin')
    ada = await signedInBrowser(server, 'ada@example.com')
    await server.webhooks.startDelivery()
  })
  afterEach(async () => {
    await server.close()
    await receiver.close()
  })

  const see = async (path: string) => (await ada.get(path)).text()
  const send = async (path: string, fields: [string, string][] = [], page = path) => {
    const form_token = await ada.formToken(page)
    const answer = await ada.post(path, [['form_token', form_token], ...fields])
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      html: await answer.text(),
    }
  }
  const fieldsOf = (url: string): [string, string][] => [
    ['url', url],
    ['description', 'Chat <b>'],
    ['events', 'token.minted'],
    ['events', 'token.leaked'],
    ['secret', 'whsec_mine'],
    ['disabledAt', '2020-01-01'],
  ]
  const add = async () => {
    const { location } = await send(`${LIST}/new`, fieldsOf(receiver.url))
    return { at: location.replace('/secret', ''), location }
  }

  it('add one, and show its secret once', async () => {
    expect(await see(LIST)).to.contain('No webhook yet')
    const { at, location } = await add()
    const [, secret = ''] = SECRET.exec(await see(location)) ?? []
    expect((await ada.get(location)).headers.get('location')).to.equal(at)
    expect(await see(at))
      .to.contain('Chat &lt;b&gt;')
      .and.not.to.contain(secret)
    const [webhook] = await server.webhooks.list()
    expect(webhook).to.deep.include({ url: receiver.url, disabledAt: null })
    expect(webhook?.events).to.deep.equal(['token.minted', 'token.leaked'])
    await send(`${at}/test`, [], at)
    const [received] = await receiver.waitFor(1)
    expect(received && verify(secret, received)).to.deep.equal(received?.message)
  })

  it('show what was sent, what was answered, as text, and send it again', async () => {
    receiver.answerWith((response) => response.writeHead(500).end('<script>alert(1)</script>'))
    const { at } = await add()
    expect((await send(`${at}/test`, [], at)).location).to.equal(`${at}?done=tested`)
    await until(async () => (await see(at)).includes('Is tried again'))
    const [, path = ''] = new RegExp(`"(${at}/deliveries/[^"]+)"`).exec(await see(at)) ?? []
    const html = await see(path)
    expect(html)
      .to.contain('&lt;script&gt;')
      .and.to.contain('It answered 500.')
      .and.to.contain('webhook.test')
    receiver.answerWith((response) => response.writeHead(200).end())
    expect((await send(`${path}/redeliver`, [], path)).location).to.equal(`${path}?done=again`)
    await until(async () => (await see(path)).includes('It answered 200.'))
    expect(await see(`${at}?state=failed`)).to.contain('No delivery like this')
    expect(await see(`${at}?state=delivered`)).to.contain(path)
    for (const wrong of ['x', '0198c0de-0000-7000-8000-000000000000'])
      expect((await ada.get(`${at}/deliveries/${wrong}`)).status).to.equal(404)
  })

  it('say beside the field what is wrong, and keep what was typed', async () => {
    const { status, html } = await send(`${LIST}/new`, [
      ['url', 'https://10.0.0.1/'],
      ['description', 'Kept'],
    ])
    expect(status).to.equal(400)
    expect(html).to.contain('id="url-error"').and.to.contain('value="Kept"')
    const { html: second } = await send(`${LIST}/new`, [['url', receiver.url]])
    expect(second).to.contain('id="events-error"')
    expect(await server.webhooks.list()).to.deep.equal([])
  })

  it('change, rotate, disable, enable and remove one, saying what comes of it', async () => {
    const { at } = await add()
    const changed = await send(`${at}/change`, [
      ['url', `${receiver.url}2`],
      ['events', 'token.expired'],
    ])
    expect(changed.location).to.equal(`${at}?done=changed`)
    expect((await server.webhooks.list())[0]?.events).to.deep.equal(['token.expired'])
    const rotated = await send(`${at}/rotate`, [['overlap', 'week']])
    expect(await see(rotated.location)).to.match(SECRET)
    expect(await see(at)).to.contain('Messages have two signatures')
    expect(await see(`${at}/disable`)).to.contain('what happens meanwhile is not told later')
    await send(`${at}/disable`)
    expect(await see(at))
      .to.contain('Nothing is sent to it')
      .and.not.to.contain('Send a test message')
    await send(`${at}/enable`, [], at)
    expect((await server.webhooks.list())[0]?.disabledAt).to.equal(null)
    expect((await send(`${at}/remove`)).location).to.equal(`${LIST}?done=removed`)
    expect((await ada.get(at)).status).to.equal(404)
  })

  it('U8 ask for the password before events begin to leave, or a secret is made', async () => {
    const { at } = await add()
    const form_token = await ada.formToken(`${at}/change`)
    server.clock.advance(16 * MINUTE)
    for (const path of [`${LIST}/new`, `${at}/change`, `${at}/rotate`]) {
      const fields: [string, string][] = [
        ['form_token', form_token],
        ...fieldsOf('https://evil.example.com/'),
      ]
      expect((await ada.post(path, fields)).status, path).to.equal(403)
    }
    expect((await server.webhooks.list()).map(({ url }) => url)).to.deep.equal([receiver.url])
    const good: [string, string][] = [
      ['form_token', form_token],
      ['password', PASSWORD],
    ]
    const answer = await ada.post(`${at}/change`, [...good, ...fieldsOf('https://hooks.example.com/')])
    expect(answer.status).to.equal(303)
  })
})
