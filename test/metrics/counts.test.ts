import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { FAILURES_PER_MINUTE } from '../../src/rate-limit/index.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { Browser } from '../support/browser.ts'
import { failure } from '../support/failure.ts'
import type { TestServer } from '../support/server.ts'
import { measuredServer, readCounter, readMetrics } from './support.ts'

describe('what is counted', () => {
  let server: TestServer
  let ada: Account

  beforeEach(async () => {
    server = await measuredServer()
    ada = await server.createAccount('ada')
  })
  afterEach(() => server.close())

  const by = () => ({ kind: 'account', id: ada.id }) as const
  const mint = (more: object = {}) =>
    server.tokens.mint(by(), { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...more })
  const counted = (name: string) => readCounter(server.url, name)

  it('is tokens by kind: generated, rotated and revoked, each once', async () => {
    const organization = await server.createOrganization('Acme', ada)
    const { token } = await mint()
    const where = { kind: 'organization', organizationId: organization.id }
    const { token: second } = await mint(where)
    await server.tokens.rotate(by(), { accountId: ada.id, tokenId: token.id, when: 'day' })
    await server.tokens.revoke(by(), ada.id, second.id)
    await server.tokens.revoke(by(), ada.id, second.id)
    expect(await counted('patmint_token_created_total')).to.deep.equal({ personal: 1, organization: 1 })
    expect(await counted('patmint_token_rotated_total')).to.deep.equal({ personal: 1 })
    expect(await counted('patmint_token_revoked_total')).to.deep.equal({ organization: 1 })
  })

  it('is every token of a selection, and of an account', async () => {
    const [first, second] = [await mint(), await mint()]
    await mint()
    await server.tokens.revokeSelection(OPERATOR, [first.token.id, second.token.id], 'leaked')
    await server.tokens.revokeAllOf(OPERATOR, ada.id, 'gone')
    expect(await counted('patmint_token_revoked_total')).to.deep.equal({ personal: 3 })
  })

  it('is a form that is sent twice, once', async () => {
    await mint({ formKey: 'the key of one form' })
    await mint({ formKey: 'the key of one form' })
    expect(await counted('patmint_token_created_total')).to.deep.equal({ personal: 1 })
  })

  it('is not what was refused, nor what the database did not keep in the end', async () => {
    await failure(mint({ scopes: ['nothing:read'] }))
    await server.database.manager.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create constraint trigger refuse after insert or update on personal_access_token
        deferrable initially deferred for each row execute function refuse()`)
    await failure(mint())
    expect(await counted('patmint_token_created_total')).to.deep.equal({})
  })

  it('is introspections by what came of them', async () => {
    const { resourceServer, secret: password } = await server.catalogue.createResourceServer(OPERATOR, {
      name: 'Tracker API',
      audience: 'https://tracker.example.com',
      modules: ['tracker'],
    })
    const authorization = `Basic ${btoa(`${resourceServer.clientId}:${password}`)}`
    const introspect = async (token: string, more: Record<string, string> = {}) => {
      const body = new URLSearchParams({ token, ...more })
      const answer = await fetch(`${server.url}/introspect`, {
        method: 'POST',
        headers: { authorization },
        body,
      })
      return ((await answer.json()) as { active?: boolean }).active
    }
    const { secret } = await mint()
    expect(await introspect(secret)).to.equal(true)
    expect(await introspect((await mint({ scopes: ['documents:read'] })).secret)).to.equal(false)
    const { secret: bound } = await mint({ networks: ['192.0.2.0/24'] })
    expect(await introspect(bound, { client_ip: '198.51.100.7' })).to.equal(false)
    const revoked = await mint()
    await server.tokens.revoke(by(), ada.id, revoked.token.id)
    expect(await introspect(revoked.secret)).to.equal(false)
    // A typing error, a token of nobody, a JWT, and something that looks like an application's.
    const guesses = [`${secret.slice(0, -1)}_`, 'pat_', 'eyJhbGciOiJub25lIn0.e30.', 'k3JtYW5fb2YtYW4tYXBw']
    for (const guess of guesses) expect(await introspect(guess)).to.equal(false)
    await server.accounts.disable(OPERATOR, ada.id)
    expect(await introspect(secret)).to.equal(false)
    server.clock.advance(40 * 86_400_000)
    expect(await introspect(secret)).to.equal(false)
    expect(await counted('patmint_introspections_total')).to.deep.equal({
      active: 1,
      scope: 1,
      ip: 1,
      revoked: 1,
      invalid: 4,
      disabled: 1,
      expired: 1,
    })
  })

  it('is requests to the API: let in, or refused for their token and why', async () => {
    const ask = async (secret: string | undefined, path = '/api/v1/whoami') => {
      const headers: Record<string, string> =
        secret === undefined ? {} : { authorization: `Bearer ${secret}` }
      return (await fetch(server.url + path, { headers })).status
    }
    const { secret } = await mint()
    const revoked = await mint()
    await server.tokens.revoke(by(), ada.id, revoked.token.id)
    const elsewhere = await mint({ networks: ['192.0.2.0/24'] })
    expect(await ask(secret)).to.equal(200)
    expect(await ask(secret, '/api/v1/tokens')).to.equal(403)
    expect(await ask(elsewhere.secret)).to.equal(401)
    expect(await ask(revoked.secret)).to.equal(401)
    for (const guess of [undefined, 'x', `${secret.slice(0, -1)}_`, '%00'])
      expect(await ask(guess)).to.equal(401)
    expect(await ask(undefined, `/api/v1/whoami?access_token=${secret}`)).to.equal(400)
    await server.accounts.disable(OPERATOR, ada.id)
    expect(await ask(secret)).to.equal(401)
    server.clock.advance(40 * 86_400_000)
    expect(await ask(secret)).to.equal(401)
    expect((await readMetrics(server.url)).get('patmint_auth_success_total')).to.equal(1)
    expect(await counted('patmint_auth_failure_total')).to.deep.equal({
      invalid: 5,
      revoked: 1,
      expired: 1,
      disabled: 1,
      scope: 1,
      ip: 1,
    })
  })

  it('is requests that were too many, of a token and from an address', async () => {
    const ask = async (secret: string) =>
      (await fetch(`${server.url}/api/v1/whoami`, { headers: { authorization: `Bearer ${secret}` } })).status
    startOfMinute(server.clock)
    const { token, secret } = await mint()
    await server.tokens.setRateLimit(OPERATOR, token.id, 1)
    expect([await ask(secret), await ask(secret)]).to.deep.equal([200, 429])
    for (let n = 0; n < FAILURES_PER_MINUTE; n += 1) await ask('x')
    expect(await ask('x')).to.equal(429)
    expect(await counted('patmint_auth_failure_total')).to.deep.equal({
      invalid: FAILURES_PER_MINUTE,
      rate: 2,
    })
  })

  it('is a request too many in a minute, as nothing else', async () => {
    const limited = await measuredServer({ PATMINT_RATE_LIMIT_PER_MINUTE: '2' })
    const { id } = await limited.createAccount('grace')
    const given = { accountId: id, name: 'ci', scopes: ['tracker:read'] }
    const { secret } = await limited.tokens.mint({ kind: 'account', id }, given)
    const headers = { authorization: `Bearer ${secret}` }
    const statuses = []
    for (let requests = 3; requests > 0; requests -= 1)
      statuses.push((await fetch(`${limited.url}/api/v1/whoami`, { headers })).status)
    expect(statuses).to.deep.equal([200, 200, 429])
    expect((await readMetrics(limited.url)).get('patmint_auth_success_total')).to.equal(2)
    expect(await readCounter(limited.url, 'patmint_auth_failure_total')).to.deep.equal({ rate: 1 })
    await limited.close()
  })

  it('is queries in GraphQL likewise, and each field that the token is not good for', async () => {
    const { secret } = await mint()
    const query = (text: string) =>
      fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: text }),
      })
    await (await query('{ whoami { email } }')).text()
    await (await query('{ apiTokens { nodes { id } } }')).text()
    expect((await readMetrics(server.url)).get('patmint_auth_success_total')).to.equal(2)
    expect(await counted('patmint_auth_failure_total')).to.deep.equal({ scope: 1 })
  })

  it('is what the API made, once it is kept: a request that is repeated made nothing', async () => {
    const { secret } = await mint({ scopes: ['patmint:write', 'tracker:read'] })
    const post = (name: string) =>
      fetch(`${server.url}/api/v1/tokens`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/json',
          'idempotency-key': 'the-key-of-one-request',
        },
        body: JSON.stringify({ name, scopes: ['tracker:read'] }),
      })
    expect((await post('made')).status).to.equal(201)
    expect((await post('made')).status).to.equal(201)
    expect((await post('another')).status).to.be.within(400, 499)
    expect(await counted('patmint_token_created_total')).to.deep.equal({ personal: 2 })
  })

  it('is sign-ins by outcome', async () => {
    await new Browser(server.url).signIn('ada@example.com')
    const guesser = new Browser(server.url)
    for (let guesses = 11; guesses > 0; guesses -= 1) await guesser.signIn('ada@example.com', 'a wrong guess')
    expect(await counted('patmint_sign_ins_total')).to.deep.equal({ success: 1, refused: 10, throttled: 1 })
  })

  it('begins at zero, so that the first of each is seen', async () => {
    const shown = await readMetrics(server.url)
    for (const reason of ['invalid', 'revoked', 'expired', 'disabled', 'scope', 'ip', 'rate']) {
      expect(shown.get(`patmint_auth_failure_total{reason="${reason}"}`), reason).to.equal(0)
    }
    for (const kind of ['personal', 'workspace', 'organization']) {
      expect(shown.get(`patmint_token_rotated_total{kind="${kind}"}`), kind).to.equal(0)
    }
    expect(shown.get('patmint_auth_success_total')).to.equal(0)
  })

  it('is what one server did, though there are two in the process', async () => {
    const other = await measuredServer()
    await mint()
    expect(await readCounter(other.url, 'patmint_token_created_total')).to.deep.equal({})
    await other.close()
  })
})
