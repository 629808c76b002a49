import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import { obtainTokens } from './code-flow.ts'
import { type Engine, expectInactive, freshEngine } from './support.ts'

describe('what introspection leaves of a token', () => {
  let engine: Engine
  let ada: Account

  beforeEach(async () => {
    engine = await freshEngine()
    ada = await engine.createAccount('ada')
  })
  afterEach(() => engine.close())

  const mint = (more: Partial<NewToken> = {}) =>
    engine.tokens.mint(OPERATOR, {
      accountId: ada.id,
      name: 'ci',
      scopes: ['tracker:write', 'documents:read'],
      ...more,
    })
  const scopeOf = async (secret: string, more: Record<string, string> = {}) => {
    const { json } = await engine.introspect(engine.tracker, secret, more)
    return json['active'] === true ? json['scope'] : false
  }

  it('I10 a token that is bound to resource servers is unknown to all others, to the byte', async () => {
    const documents = await engine.resourceServer('documents', ['documents', 'tracker'])
    const { secret } = await mint({ resourceServers: [documents.id] })
    expectInactive(await engine.introspect(engine.tracker, secret))
    const { json } = await engine.introspect(documents, secret)
    expect(json).to.deep.include({
      active: true,
      scope: 'documents:read tracker:read tracker:write',
      aud: documents.audience,
    })
  })

  it('names the organization and the workspace of a token that has them', async () => {
    const acme = await engine.createOrganization('Acme', ada)
    const build = await engine.organizations.createWorkspace(OPERATOR, {
      organizationId: acme.id,
      name: 'Build',
    })
    const { secret } = await mint({ kind: 'workspace', organizationId: acme.id, workspaceId: build.id })
    const { json } = await engine.introspect(engine.tracker, secret)
    expect(json).to.deep.include({
      token_kind: 'workspace',
      organization: { id: acme.id, slug: 'acme' },
      workspace: { id: build.id, slug: 'build' },
    })
    const own = await engine.introspect(engine.tracker, (await mint()).secret)
    expect(own.json).not.to.have.any.keys('organization', 'workspace')
  })

  for (const [from, isGood] of [
    ['203.0.113.9', true],
    ['::ffff:203.0.113.9', true],
    ['2001:db8:1::5', true],
    ['198.51.100.1', false],
    ['2001:db9::1', false],
    ['not an address', false],
    ['203.0.113.9, 198.51.100.1', false],
    ['203.0.113.9\u0000', false],
    [undefined, false],
  ] as const) {
    it(`a token with networks is ${isGood ? 'good' : 'unknown'} from ${JSON.stringify(from ?? 'nowhere that is said')}`, async () => {
      const { secret } = await mint({ networks: ['203.0.113.0/24', '2001:db8::/32'] })
      const answer = await engine.introspect(
        engine.tracker,
        secret,
        from === undefined ? {} : { client_ip: from },
      )
      if (isGood) expect(answer.json['active']).to.equal(true)
      else if (answer.status === 200) expectInactive(answer)
      else expect(answer.status).to.equal(400)
    })
  }

  it('asks for the address where the policy names networks, and for both where the token does too', async () => {
    const { secret } = await mint({ networks: ['10.1.0.0/16'] })
    const settings = await engine.policies.instance()
    await engine.policies.change(OPERATOR, { ...settings, networks: ['10.0.0.0/8', '192.0.2.0/24'] })
    expect(await scopeOf(secret)).to.equal(false)
    expect(await scopeOf(secret, { client_ip: '10.2.0.1' })).to.equal(false)
    expect(await scopeOf(secret, { client_ip: '192.0.2.1' })).to.equal(false)
    expect(await scopeOf(secret, { client_ip: '10.1.2.3' })).to.equal('tracker:read tracker:write')
  })

  it('I11 says inactive or less on the very next call', async () => {
    const acme = await engine.createOrganization('Acme', ada)
    const { secret } = await mint()
    const { secret: ofAcme } = await mint({ kind: 'organization', organizationId: acme.id })
    expect([await scopeOf(secret), await scopeOf(ofAcme)]).to.deep.equal(
      Array(2).fill('tracker:read tracker:write'),
    )
    await engine.policies.changeOrganization(OPERATOR, acme.id, { scopes: ['*:read'] })
    expect([await scopeOf(secret), await scopeOf(ofAcme)]).to.deep.equal(Array(2).fill('tracker:read'))
    await engine.organizations.removeMember(OPERATOR, { organizationId: acme.id, accountId: ada.id })
    expect([await scopeOf(secret), await scopeOf(ofAcme)]).to.deep.equal([
      'tracker:read tracker:write',
      false,
    ])
    await engine.catalogue.changeModule(OPERATOR, 'tracker', { actions: ['read'] })
    expect(await scopeOf(secret)).to.equal('tracker:read')
    await engine.policies.change(OPERATOR, { ...(await engine.policies.instance()), memberScopes: [] })
    expect(await scopeOf(secret)).to.equal(false)
    await engine.policies.change(OPERATOR, { ...(await engine.policies.instance()), memberScopes: ['*'] })
    expect(await scopeOf(secret)).to.equal('tracker:read')
    await engine.accounts.disable(OPERATOR, ada.id)
    expect(await scopeOf(secret)).to.equal(false)
    await engine.accounts.enable(OPERATOR, ada.id)
    await engine.catalogue.removeModule(OPERATOR, 'tracker')
    expect(await scopeOf(secret)).to.equal(false)
  })

  it('holds an application to what the person may still do', async () => {
    const app = await engine.application()
    const tokens = await obtainTokens(engine, app, await engine.browser(ada), {
      scope: 'tracker:read tracker:write',
      resource: engine.tracker.audience,
    })
    const granted = String(tokens['access_token'])
    expect(await scopeOf(granted)).to.equal('tracker:read tracker:write')
    await engine.policies.change(OPERATOR, {
      ...(await engine.policies.instance()),
      memberScopes: ['*:read'],
    })
    expect(await scopeOf(granted)).to.equal('tracker:read')
    await engine.policies.change(OPERATOR, { ...(await engine.policies.instance()), memberScopes: [] })
    expectInactive(await engine.introspect(engine.tracker, granted))
  })

  it('counts how each question ended, for the charts', async () => {
    const { secret, token } = await mint()
    await engine.introspect(engine.tracker, secret)
    const calendar = await engine.resourceServer('calendar', ['calendar'])
    await engine.introspect(calendar, secret)
    await engine.tokens.revokeAny(OPERATOR, token.id, 'leaked')
    await engine.introspect(engine.tracker, secret)
    await engine.introspect(engine.tracker, `${secret.slice(0, -1)}_`)
    await engine.tokens.flushUsage()
    const counts = await engine.database.manager.query(
      'select result, count from introspection_count order by result',
    )
    expect(counts).to.deep.equal(
      ['active', 'audience', 'malformed', 'revoked'].map((result) => ({ result, count: 1 })),
    )
  })

  it('R1 revokes for good what works for nobody just now: it does not come back', async () => {
    const app = await engine.application({ firstParty: true })
    const { secret } = await mint()
    await engine.accounts.disable(OPERATOR, ada.id)
    expect((await engine.revoke(app, secret)).status).to.equal(200)
    await engine.accounts.enable(OPERATOR, ada.id)
    expectInactive(await engine.introspect(engine.tracker, secret))
  })
})
