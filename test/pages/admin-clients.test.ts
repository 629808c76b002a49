import { expect } from 'chai'
import { MINUTE } from '../../src/lib/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

const SECRET = /id="secret" type="text" value="([0-9A-Za-z]{43})"/

describe('OAuth clients in the console', () => {
  let server: TestServer
  let ada: Session

  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()

  async function send(path: string, fields: Record<string, string>, action = path) {
    const form_token = hidden(await see(path), 'form_token')
    const answer = await ada.browser.post(action, { form_token, ...fields })
    return { answer, location: answer.headers.get('location') ?? '', html: await answer.text() }
  }

  const GOOD = {
    name: 'Wiki',
    redirectUris: 'https://wiki.example.com/callback\r\nhttp://127.0.0.1/callback',
    type: 'confidential',
  }
  const register = (fields: Record<string, string> = {}) => send('/admin/clients/new', { ...GOOD, ...fields })
  const applications = async () => (await server.clients.list()).filter(({ kind }) => kind === 'application')

  it('says how to begin', async () => {
    expect(await see('/admin/clients')).to.contain('No application yet')
  })

  it('T7 registers a confidential application, and shows its secret once', async () => {
    const { location } = await register()
    expect(location).to.match(/^\/admin\/clients\/[0-9a-f-]{36}\/secret$/)
    const html = await see(location)
    expect(html).to.match(SECRET)
    const [, secret = ''] = SECRET.exec(html) ?? []
    expect((await ada.browser.get(location)).headers.get('location')).to.equal(
      location.replace('/secret', ''),
    )
    expect(await see(location.replace('/secret', ''))).not.to.contain(secret)
    const [client] = await applications()
    expect(client).to.deep.include({
      name: 'Wiki',
      firstParty: false,
      redirectUris: ['https://wiki.example.com/callback', 'http://127.0.0.1/callback'],
    })
  })

  it('registers a public one, which has no secret to show or to rotate', async () => {
    const { location } = await register({ type: 'public', firstParty: 'yes' })
    expect(location).to.match(/^\/admin\/clients\/[0-9a-f-]{36}\?done=registered$/)
    const at = location.split('?')[0] ?? ''
    expect(await see(at))
      .to.contain('proves itself by PKCE')
      .and.not.to.contain('Rotate')
    for (const path of ['rotate', 'secret', 'end-previous'])
      expect((await ada.browser.get(`${at}/${path}`)).status, path).to.equal(404)
    expect((await applications())[0]).to.deep.include({ authMethod: 'none', firstParty: true })
  })

  it('says beside the field what is wrong, and keeps what was typed', async () => {
    const uris = 'http://wiki.example.com/callback'
    const { answer, html } = await register({ redirectUris: uris, name: 'Kept' })
    expect(answer.status).to.equal(400)
    expect(html).to.contain('id="redirectUris-error"').and.to.contain('value="Kept"').and.to.contain(uris)
    expect((await register({ name: ' ' })).html).to.contain('id="name-error"')
    expect(await applications()).to.deep.equal([])
  })

  it('U11 ignores fields that are none of the form’s', async () => {
    await register({ kind: 'internal', id: 'patmint', audience: 'https://x.example.com', authMethod: 'none' })
    const [client] = await applications()
    expect(client).to.deep.include({ kind: 'application', audience: null, authMethod: 'client_secret_basic' })
    const at = `/admin/clients/${client?.id}`
    await send(`${at}/change`, { ...GOOD, type: 'public', disabledAt: '2020-01-01' })
    expect((await applications())[0]).to.deep.include({ authMethod: 'client_secret_basic', disabledAt: null })
  })

  it('changes an application', async () => {
    const at = (await register()).location.replace('/secret', '')
    const changes = { name: 'Pages', redirectUris: 'https://pages.example.com/cb', firstParty: 'yes' }
    expect((await send(`${at}/change`, changes)).location).to.equal(`${at}?done=changed`)
    expect((await applications())[0]).to.deep.include({
      name: 'Pages',
      redirectUris: ['https://pages.example.com/cb'],
      firstParty: true,
    })
    expect(await see(at)).to.contain('nobody is asked for consent')
  })

  it('rotates its secret at once, or with an overlap', async () => {
    const at = (await register()).location.replace('/secret', '')
    expect(await see((await send(`${at}/rotate`, { overlap: 'day' })).location)).to.match(SECRET)
    expect(await see(at)).to.contain('Two secrets are good')
    await send(`${at}/rotate`, { overlap: 'none' })
    expect(await see(at)).not.to.contain('Two secrets are good')
  })

  it('says what stops before it disables one, and enables it again', async () => {
    const at = (await register()).location.replace('/secret', '')
    expect(await see(`${at}/disable`)).to.contain('Nobody can sign in to it')
    expect((await send(`${at}/disable`, {})).location).to.equal(`${at}?done=disabled`)
    expect((await send(at, {}, `${at}/enable`)).location).to.equal(`${at}?done=enabled`)
    expect((await applications())[0]?.disabledAt).to.equal(null)
  })

  it('switches token generation off for everybody, when it has said what stops, and on again', async () => {
    expect(await see('/admin/generation/off')).to.contain('Nobody can generate, rotate or issue a token')
    const off = await send('/admin/generation/off', {})
    expect(off.location).to.equal('/admin/clients?done=off')
    expect(await server.clients.isMintingOn()).to.equal(false)
    expect(await see('/account/tokens')).to.contain('Token generation is off')
    const on = await send('/admin/clients', {}, '/admin/generation/on')
    expect(on.location).to.equal('/admin/clients?done=on')
    expect(await server.clients.isMintingOn()).to.equal(true)
  })

  it('U8 asks for the password before a secret is made or a redirect URI is changed', async () => {
    const at = (await register()).location.replace('/secret', '')
    const form_token = hidden(await see(`${at}/change`), 'form_token')
    server.clock.advance(16 * MINUTE)
    for (const path of ['/admin/clients/new', `${at}/rotate`, `${at}/change`]) {
      const fields = { ...GOOD, redirectUris: 'https://evil.example.com/', form_token }
      const refused = await ada.browser.post(path, fields)
      expect(refused.status, path).to.equal(403)
      expect(await refused.text()).to.contain('Enter your password again')
    }
    expect((await applications())[0]?.redirectUris).to.have.length(2)
    const fields = { ...GOOD, name: 'Pages', form_token, password: PASSWORD }
    expect((await ada.browser.post(`${at}/change`, fields)).status).to.equal(303)
    expect((await applications())[0]?.name).to.equal('Pages')
  })

  it('U13 is unknown to members; a resource server is no application', async () => {
    const at = (await register()).location.replace('/secret', '')
    const { resourceServer } = await server.catalogue.createResourceServer(
      { kind: 'operator' },
      { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] },
    )
    await server.createAccount('bob')
    const bob = await signedInBrowser(server, 'bob@example.com')
    const form_token = await bob.formToken('/account/security')
    for (const path of ['/admin/clients', at, `${at}/change`, '/admin/generation/off']) {
      expect((await bob.get(path)).status, path).to.equal(404)
      expect((await bob.post(path, { form_token })).status, `post ${path}`).to.be.oneOf([404, 405])
    }
    for (const id of [resourceServer.clientId, 'patmint', 'nope', 'x'.repeat(300)])
      expect((await ada.browser.get(`/admin/clients/${id}`)).status, id).to.equal(404)
  })
})
