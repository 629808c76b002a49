import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { hidden, type Session, signedIn } from './html.ts'

describe('the tokens of the console', () => {
  let server: TestServer
  let ada: Session
  let grace: Session
  beforeEach(async () => {
    server = await freshServer()
    ada = await signedIn(server, 'ada', 'admin')
    grace = await signedIn(server, 'grace')
  })
  afterEach(() => server.close())

  const see = async (path: string) => await (await ada.browser.get(path)).text()
  const mint = (name: string, scopes = ['tracker:read'], inDays = 90) =>
    server.tokens.mint(
      { kind: 'account', id: grace.accountId },
      { accountId: grace.accountId, name, scopes, expiry: { inDays } },
    )
  const isActive = async (secret: string) => (await server.tokens.resolve(secret)).active

  it('says what to do where there are none', async () => {
    expect(await see('/admin/tokens'))
      .to.contain('No tokens yet')
      .and.to.contain('href="/account/tokens/new"')
    expect(await see('/admin/tokens?state=revoked')).to.contain('Nothing found')
  })

  it('finds tokens by state, kind, scope, text, use, age and account', async () => {
    const { token } = await mint('CI deploy')
    await mint('Backup', ['documents:read'], 5)
    const dead = await mint('Old laptop')
    await server.tokens.revokeAny(OPERATOR, dead.token.id, 'Lost')
    server.tokens.touch({ tokenId: token.id, clientId: 'patmint', address: '203.0.113.7' })
    await server.tokens.flushUsage()
    const names = ['CI deploy', 'Backup', 'Old laptop']
    for (const [query, found] of [
      ['', names],
      ['state=active', ['CI deploy', 'Backup']],
      ['state=expiring', ['Backup']],
      ['state=revoked', ['Old laptop']],
      ['kind=personal&state=active', ['CI deploy', 'Backup']],
      ['kind=workspace', []],
      ['scope=documents:read', ['Backup']],
      ['scope=gone:read', []],
      ['search=Old%20lap', ['Old laptop']],
      [`search=${token.hint}`, ['CI deploy']],
      ['search=grace@', names],
      ['use=never&state=active', ['Backup']],
      ['age=year', []],
      [`account=${grace.accountId}`, names],
      [`account=${ada.accountId}`, []],
      ['state=nonsense&kind=x&account=y', names],
    ] as const) {
      const html = await see(`/admin/tokens?${query}`)
      expect(
        names.filter((name) => html.includes(`<bdi>${name}</bdi></a>`)),
        query,
      ).to.deep.equal(found)
    }
  })

  it('goes on where a page ended', async () => {
    await server.tokens.mint(OPERATOR, {
      accountId: ada.accountId,
      name: 'Filler 0',
      scopes: ['tracker:read'],
    })
    for (let n = 1; n < 49; n += 1) await mint(`Filler ${n}`)
    const [last, one] = [await mint('The one before'), await mint('The very newest')]
    const first = await see('/admin/tokens')
    expect(first).to.contain(one.token.name).and.to.contain(last.token.name).and.not.contain('Filler 0<')
    const next = /class="btn pages-next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await see(next))
      .to.contain('Filler 0<')
      .and.not.contain(one.token.name)
  })

  it('shows everything about a token but its secret, and leads to its account', async () => {
    const { token, secret } = await mint('CI deploy')
    expect(await see(`/admin/tokens/${token.id}`))
      .to.contain('It can read Tracker')
      .and.to.contain(`href="/admin/accounts/${grace.accountId}"`)
      .and.to.contain(`href="/admin/tokens/${token.id}/revoke"`)
      .and.not.contain('/account/tokens/')
      .and.not.contain(secret.slice(4))
  })

  it('leads from a token that was replaced to its successor in the console', async () => {
    const { token } = await mint('CI deploy')
    const by = { kind: 'account', id: grace.accountId } as const
    const rotated = await server.tokens.rotate(by, {
      accountId: grace.accountId,
      tokenId: token.id,
      when: 'day',
    })
    expect(await see(`/admin/tokens/${token.id}`)).to.contain(`href="/admin/tokens/${rotated.token.id}"`)
  })

  it('U13 has an unknown page for an id that is no token’s', async () => {
    const { token } = await mint('CI deploy')
    const form_token = await ada.browser.formToken(`/admin/tokens/${token.id}/revoke`)
    for (const id of ['00000000-0000-7000-8000-000000000000', 'x', ada.accountId]) {
      for (const part of ['', '/revoke', '/secret'])
        expect((await ada.browser.get(`/admin/tokens/${id}${part}`)).status, id + part).to.equal(404)
      expect((await ada.browser.post(`/admin/tokens/${id}/revoke`, { form_token })).status).to.equal(404)
    }
  })

  it('changes the rate limit of one, which its owner reads', async () => {
    const { token, secret } = await mint('Importer')
    const page = `/admin/tokens/${token.id}/rate-limit`
    expect(await see(`/admin/tokens/${token.id}`))
      .to.contain('600 requests a minute')
      .and.to.contain(`href="${page}"`)
    const form_token = await ada.browser.formToken(page)
    const wrong = await ada.browser.post(page, { form_token, rateLimit: 'lots <b>' })
    expect(wrong.status).to.equal(400)
    expect(await wrong.text())
      .to.contain('Give a whole number of requests a minute')
      .and.to.contain('value="lots &lt;b&gt;"')
    const answer = await ada.browser.post(page, { form_token, rateLimit: '6000' })
    expect(answer.headers.get('location')).to.equal(`/admin/tokens/${token.id}?done=rate-limit`)
    expect(await see(`/admin/tokens/${token.id}?done=rate-limit`)).to.contain('The rate limit is changed')
    expect(await see(page)).to.contain('value="6000"')
    expect(await server.tokens.resolve(secret)).to.have.nested.property('token.rateLimit', 6000)
    expect(await (await grace.browser.get(`/account/tokens/${token.id}`)).text())
      .to.contain('6,000 requests a minute, set by an administrator')
      .and.to.contain('Rate limit: 6000 requests a minute')
    await ada.browser.post(page, { form_token, rateLimit: '' })
    expect(await see(`/admin/tokens/${token.id}`)).to.contain('Rate limit: as all tokens')
    expect((await grace.browser.get(page)).status).to.equal(404)
  })

  it('offers no rate limit for a token that has ended', async () => {
    const { token } = await mint('Old laptop')
    await server.tokens.revokeAny(OPERATOR, token.id, 'Lost')
    const page = `/admin/tokens/${token.id}/rate-limit`
    expect(await see(`/admin/tokens/${token.id}`)).not.to.contain(page)
    expect((await ada.browser.get(page)).headers.get('location')).to.equal(`/admin/tokens/${token.id}`)
    const form_token = await ada.browser.formToken('/admin/accounts/invite')
    expect((await ada.browser.post(page, { form_token, rateLimit: '5' })).status).to.equal(409)
  })

  it('R9 revokes one after saying what stops; the owner reads who did it and why', async () => {
    const { token, secret } = await mint('CI deploy')
    const page = `/admin/tokens/${token.id}/revoke`
    const html = await see(page)
    expect(html).to.contain('stops working at once').and.to.contain('It can read Tracker.')
    const fields = { form_token: hidden(html, 'form_token'), reason: 'It was in a public repository' }
    const answer = await ada.browser.post(page, fields)
    expect(answer.headers.get('location')).to.equal(`/admin/tokens/${token.id}?done=revoked`)
    expect(await isActive(secret)).to.equal(false)
    const graces = await (await grace.browser.get(`/account/tokens/${token.id}`)).text()
    expect(graces).to.contain('ada@example.com').and.to.contain('It was in a public repository')
    // Asked again, there is nothing left to ask.
    expect((await ada.browser.get(page)).headers.get('location')).to.equal(`/admin/tokens/${token.id}`)
  })

  it('says what is wrong with a reason beside it, keeps it, and revokes nothing', async () => {
    const { token, secret } = await mint('CI deploy')
    for (const page of [`/admin/tokens/${token.id}/revoke`, '/admin/tokens/revoke']) {
      const form_token = await ada.browser.formToken(`/admin/tokens/${token.id}/revoke`)
      const answer = await ada.browser.post(page, { form_token, token: token.id, reason: 'x'.repeat(201) })
      expect(answer.status).to.equal(400)
      expect(await answer.text())
        .to.contain('id="reason-error"')
        .and.to.contain('xxxxxxxx')
    }
    expect(await isActive(secret)).to.equal(true)
  })

  it('revokes a selection after listing it, in one step and without JavaScript', async () => {
    const [one, two, other] = [await mint('One'), await mint('Two'), await mint('Other')]
    const list = await see('/admin/tokens')
    expect(list)
      .to.contain(`name="token" value="${one.token.id}"`)
      .and.to.contain('action="/admin/tokens/revoke"')
    const html = await see(`/admin/tokens/revoke?token=${one.token.id}&token=${two.token.id}&token=nonsense`)
    expect(html)
      .to.contain('Revoke 2 tokens?')
      .and.to.contain('for one account')
      .and.to.contain('<bdi>One</bdi>')
      .and.not.contain('<bdi>Other</bdi>')
    const form_token = hidden(html, 'form_token')
    // A browser sends one field for each token; `post` takes a record, so that the list is written out here.
    const body = new URLSearchParams([
      ['form_token', form_token],
      ['reason', ''],
      ['token', one.token.id],
      ['token', two.token.id],
    ])
    const answer = await ada.browser.post('/admin/tokens/revoke', body as unknown as Record<string, string>)
    expect(answer.headers.get('location')).to.equal('/admin/tokens?done=revoked&count=2')
    expect(await see('/admin/tokens?done=revoked&count=2')).to.contain('2 tokens are revoked.')
    expect(await Promise.all([one, two, other].map(({ secret }) => isActive(secret)))).to.deep.equal([
      false,
      false,
      true,
    ])
    const [token] = (await server.tokens.search({ text: 'One' })).tokens
    expect(token?.revokeReason).to.equal('Revoked by an administrator')
  })

  it('has nothing to revoke where nothing that lives was selected', async () => {
    const { token } = await mint('CI deploy')
    await server.tokens.revokeAny(OPERATOR, token.id, 'Gone')
    for (const query of ['', '?token=', `?token=${token.id}`, '?token=%27&token=x'])
      expect(await see(`/admin/tokens/revoke${query}`), query).to.contain('Nothing to revoke')
  })

  it('shows why a token is inactive, and offers to revoke it all the same', async () => {
    const { token } = await mint('CI deploy')
    await server.accounts.disable(OPERATOR, grace.accountId)
    expect(await see('/admin/tokens?state=suspended')).to.contain('CI deploy')
    expect(await see(`/admin/tokens/${token.id}`))
      .to.contain('Inactive: the account of')
      .and.to.contain(`/admin/tokens/${token.id}/revoke`)
  })
})
