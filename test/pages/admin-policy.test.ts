import { expect } from 'chai'
import { DAY, MINUTE } from '../../src/lib/index.ts'
import { signedInBrowser } from '../support/browser.ts'
import { freshServer, PASSWORD, type TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

const PATH = '/admin/policy'

/** The policy of the configuration, as the form has it. */
const PRESENT = {
  defaultDays: '30',
  maxDays: '365',
  maxIdleDays: '',
  tokensPerAccount: '100',
  networks: '',
  memberScopes: '*',
  adminScopes: '* admin',
}
const KINDS = ['personal', 'workspace', 'organization']

describe('the policy in the console', () => {
  let server: TestServer
  let ada: Session

  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()

  /** The page's own form, as a browser sends it, with some fields filled in otherwise. */
  async function save(changes: Record<string, string>, path = PATH, kinds = KINDS) {
    const html = await see(path)
    const fields = new URLSearchParams({ ...valuesOf(html), ...changes })
    for (const kind of kinds) fields.append('kinds', kind)
    return await send(path, fields)
  }

  async function send(path: string, fields: URLSearchParams) {
    // The browser of the tests sends each field once; here one of them is a list.
    const answer = await ada.browser.post(path, fields as unknown as Record<string, string>)
    return { answer, location: answer.headers.get('location') ?? '', html: await answer.text() }
  }

  /** What the form shows; `kinds` apart. */
  function valuesOf(html: string): Record<string, string> {
    const texts = Object.keys(PRESENT).flatMap((name) => {
      const input = new RegExp(`name="${name}" type="text" value="([^"]*)"`).exec(html)?.[1]
      const area = new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)<`).exec(html)?.[1]
      const value = input ?? area
      return value === undefined ? [] : [[name, value]]
    })
    const boxes = ['allowNever', 'requireNetworks'].filter((name) =>
      new RegExp(`name="${name}" value="yes" checked`).test(html),
    )
    return {
      form_token: hidden(html, 'form_token'),
      ...Object.fromEntries(texts),
      ...Object.fromEntries(boxes.map((name) => [name, 'yes'])),
    }
  }

  /** Every hidden field of the step that asks once more. */
  const hiddenFields = (html: string): [string, string][] =>
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, value],
    )

  async function mint(name: string, inDays: number) {
    const by = { kind: 'account', id: ada.accountId } as const
    const wanted = { accountId: ada.accountId, name, scopes: ['tracker:read'], expiry: { inDays } }
    return (await server.tokens.mint(by, wanted)).token
  }

  it('shows what holds, every field with what it means', async () => {
    const html = await see(PATH)
    for (const words of [
      'Longest lifetime, in days',
      'What the form offers first',
      'What members may grant',
      'from anywhere',
    ])
      expect(html).to.contain(words)
    expect(html).to.contain('Nobody has changed it yet')
  })

  it('saves at once where no token loses by it, and tells who did what in its history', async () => {
    expect((await save({ maxDays: '400', allowNever: 'yes' })).location).to.equal(`${PATH}?done=saved`)
    expect(await server.policies.instance()).to.deep.include({ maxDays: 400, allowNever: true })
    const html = await see(PATH)
    expect(html).to.contain('ada@example.com').and.to.contain('Longest lifetime: 365 days → 400 days')
    expect(html).to.contain('Never expiring: no → yes')
  })

  it('saves at once what would take much away, where there is no token that has it', async () => {
    await mint('Short', 7)
    const strict = { memberScopes: 'documents:read', maxDays: '30', defaultDays: '7' }
    expect((await save(strict)).location).to.equal(`${PATH}?done=saved`)
  })

  it('keeps what was typed and says beside the field what is wrong with it', async () => {
    for (const [field, value] of [
      ['maxDays', 'a year'],
      ['defaultDays', '9999'],
      ['tokensPerAccount', '0'],
      ['networks', '300.1.2.3'],
      ['memberScopes', 'admin'],
      ['adminScopes', 'Not:good'],
    ] as const) {
      const { answer, html } = await save({ [field]: value, maxIdleDays: '77' })
      expect(answer.status, field).to.equal(400)
      expect(html).to.contain(`id="${field}-error"`).and.to.contain('value="77"').and.to.contain(value)
    }
    const { html } = await save({}, PATH, [])
    expect(html).to.contain('id="kinds-error"')
    expect(await server.policies.history()).to.deep.equal([])
  })

  it('U11 ignores fields that are none of the form’s', async () => {
    await save({
      maxDays: '366',
      madeBy: 'mallory',
      enforcedFrom: '2020-01-01',
      scopes: '*',
      organizationId: 'x',
    })
    const [version] = await server.policies.history()
    expect(version).to.deep.include({ madeBy: 'ada@example.com', organizationId: null })
    expect(version?.settings).not.to.have.property('scopes')
  })

  it('shows which tokens stop and when, before it saves what is stricter, and asks from when it holds', async () => {
    await mint('Long', 300)
    await mint('Short', 10)
    server.clock.advance(100 * MINUTE)
    const asked = await save({ maxDays: '90', password: PASSWORD })
    expect(asked.answer.status).to.equal(200)
    expect(asked.html).to.contain('1 live token does not comply').and.to.contain('Long')
    expect(asked.html).to.contain('longest life').and.not.to.contain('>Short<')
    expect(asked.html).to.contain('Longest lifetime: 365 days → 90 days')
    expect(await server.policies.history()).to.deep.equal([])
    const fields = new URLSearchParams(hiddenFields(asked.html))
    fields.set('start', 'week')
    expect((await send(PATH, fields)).location).to.equal(`${PATH}?done=saved`)
    const [version] = await server.policies.history()
    const delay = (version?.enforcedFrom.getTime() ?? 0) - (version?.createdAt.getTime() ?? 0)
    expect(Math.round(delay / DAY)).to.equal(7)
    expect((await server.policies.instance()).kinds).to.deep.equal(KINDS)
    expect(await see(PATH)).to.contain('For tokens that existed from')
  })

  it('says where there are too many tokens to look at all of them, and saves without that', async () => {
    const mia = await server.createAccount('mia')
    await server.database.manager.query(
      `insert into personal_access_token (id, secret_hash, hint, name, description, kind, account_id, made_by, scopes, networks,
              created_at, expires_at, retires_on_first_use)
       select gen_random_uuid(), sha256(int4send(n)), 'abcd', 'ci ' || n, '', 'personal', $1, 'operator',
              '{tracker:read}', '{}', $2, $2::timestamptz + interval '200 days', false from generate_series(1, 300) n`,
      [mia.id, server.clock()],
    )
    const asked = await save({ maxDays: '90' })
    expect(asked.html).to.contain('At least 250 live tokens do not comply with it.')
    expect(asked.html).to.contain('too many tokens to look at all of them now')
    const fields = new URLSearchParams(hiddenFields(asked.html))
    fields.set('start', 'now')
    expect((await send(PATH, fields)).location).to.equal(`${PATH}?done=saved`)
    expect(await server.policies.instance()).to.have.property('maxDays', 90)
  })

  it('says what tokens lose without ending: scopes, and networks', async () => {
    await mint('Mine', 30)
    const mia = await server.createAccount('mia')
    const given = { accountId: mia.id, name: 'Deploy', scopes: ['tracker:write'], networks: ['203.0.113.7'] }
    await server.tokens.mint({ kind: 'account', id: mia.id }, given)
    const narrower = await save({ memberScopes: '*:read' })
    expect(narrower.html).to.contain('lose the scopes that their owners may no longer grant')
    expect(narrower.html).to.contain('1 live token loses scopes').and.to.contain('Tokens that can do less')
    expect(narrower.html).to.contain('Deploy').and.to.contain('tracker:write').and.not.to.contain('>Mine<')
    const closer = await save({ networks: '203.0.113.0/24' })
    expect(closer.html).to.contain('inactive where a request comes from any other network')
    expect(closer.html).to.contain('1 live token is good from fewer networks').and.to.contain('>Mine<')
    expect(closer.html).not.to.contain('Deploy')
    expect(await server.policies.history()).to.deep.equal([])
  })

  it('U8 asks for the password, without losing what was typed', async () => {
    const html = await see(PATH)
    const fields = new URLSearchParams({ ...valuesOf(html), maxDays: '366' })
    for (const kind of KINDS) fields.append('kinds', kind)
    server.clock.advance(16 * MINUTE)
    const refused = await send(PATH, fields)
    expect(refused.answer.status).to.equal(403)
    expect(refused.html).to.contain('Enter your password again').and.to.contain('value="366"')
    fields.set('password', PASSWORD)
    expect((await send(PATH, fields)).location).to.equal(`${PATH}?done=saved`)
  })

  it('is stricter for an organization only, and follows the instance where a field is empty', async () => {
    await server.organizations.create({ kind: 'operator' }, { name: 'Acme' })
    const path = '/admin/organizations/acme/policy'
    expect(await see(path)).to.contain('Empty: 365, as on the instance')
    const looser = await save({ maxDays: '400' }, path)
    expect(looser.answer.status).to.equal(400)
    expect(looser.html).to.contain('id="maxDays-error"').and.to.contain('can only be stricter')
    const saved = await save({ maxDays: '60', requireNetworks: 'yes' }, path, ['workspace'])
    expect(saved.location).to.equal(`${path}?done=saved`)
    const acme = await server.organizations.findBySlug('acme')
    expect(await server.policies.ofOrganization(acme?.id ?? '')).to.deep.equal({
      maxDays: 60,
      requireNetworks: true,
      kinds: ['workspace'],
    })
    expect(await see('/admin/organizations/acme')).to.contain('Longest lifetime: 365 days → 60 days')
    expect(await server.policies.history()).to.deep.equal([])
  })

  it('U13 is unknown to members, and so is the policy of an organization that is not there', async () => {
    await server.organizations.create({ kind: 'operator' }, { name: 'Acme' })
    await server.createAccount('bob')
    const bob = await signedInBrowser(server, 'bob@example.com')
    const form_token = await bob.formToken('/account/security')
    for (const path of [PATH, '/admin/organizations/acme/policy']) {
      expect((await bob.get(path)).status, path).to.equal(404)
      expect((await bob.post(path, { form_token, maxDays: '1' })).status, path).to.equal(404)
    }
    expect((await ada.browser.get('/admin/organizations/nope/policy')).status).to.equal(404)
  })
})
