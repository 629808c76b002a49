import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { holding, type Program, programOf } from './support.ts'

const CREATE = `mutation Create($input: CreateApiTokenInput!, $key: String) {
  createApiToken(input: $input, idempotencyKey: $key) { secret apiToken { id name scopes kind hint expiresAt account { email } } }
}`
const LIST = `query List($after: String, $first: Int, $state: ApiTokenStateFilter) {
  apiTokens(after: $after, first: $first, state: $state) { nodes { id name state } pageInfo { hasNextPage endCursor } }
}`

describe('GraphQL', () => {
  let server: TestServer
  let ada: Account
  let program: Program
  before(async () => {
    server = await freshServer()
    ada = await server.createAccount('ada')
    program = await programOf(server, ada, ['patmint:write', 'tracker:write'])
  })
  after(() => server.close())

  const ask = (query: string, variables: object = {}, by: Pick<Program, 'post'> = program) =>
    by.post('/graphql', { query, variables })

  it('says whose token it is', async () => {
    const query = '{ whoami { accountId email scopes organizations { slug } token { id kind expiresAt } } }'
    const { status, body } = await ask(query)
    expect(status).to.equal(200)
    expect(body.errors).to.equal(undefined)
    const { body: rest } = await program.get('whoami')
    expect(body.data.whoami).to.deep.include({
      accountId: ada.id,
      email: 'ada@example.com',
      scopes: rest.scopes,
    })
    expect(body.data.whoami.token).to.deep.equal({
      id: program.tokenId,
      kind: 'personal',
      expiresAt: rest.token.expiresAt,
    })
  })

  it('creates, lists, rotates and revokes tokens, and shows a secret once', async () => {
    const input = { name: 'ci', scopes: ['tracker:read'], expiresInDays: 7 }
    const { body, headers } = await ask(CREATE, { input })
    expect(headers.get('cache-control')).to.equal('no-store')
    const { secret, apiToken } = body.data.createApiToken
    expect(apiToken).to.deep.include({ name: 'ci', account: { email: 'ada@example.com' } })
    expect((await holding(server, secret).get('whoami')).status).to.equal(200)
    const listed = await ask(LIST, { first: 1 })
    expect(listed.body.data.apiTokens.nodes).to.deep.equal([{ id: apiToken.id, name: 'ci', state: 'active' }])
    const { hasNextPage, endCursor } = listed.body.data.apiTokens.pageInfo
    expect(hasNextPage).to.equal(true)
    const next = await ask(LIST, { first: 1, after: endCursor })
    expect(next.body.data.apiTokens.nodes[0].id).to.equal(program.tokenId)
    const rotate =
      'mutation R($id: ID!) { rotateApiToken(id: $id, when: now) { secret apiToken { id rotatedFrom } } }'
    const rotated = (await ask(rotate, { id: apiToken.id })).body.data.rotateApiToken
    expect(rotated.apiToken.rotatedFrom).to.equal(apiToken.id)
    expect((await holding(server, secret).get('whoami')).status).to.equal(401)
    const revoke = 'mutation D($id: ID!) { revokeApiToken(id: $id) { id } }'
    const revoked = await ask(revoke, { id: rotated.apiToken.id })
    expect(revoked.body.data).to.deep.equal({ revokeApiToken: { id: rotated.apiToken.id } })
    expect((await holding(server, rotated.secret).get('whoami')).status).to.equal(401)
  })

  it('creates once for a key, and answers with the same secret again', async () => {
    const given = { input: { name: 'once', scopes: ['tracker:read'] }, key: 'k1' }
    const [first, again] = [await ask(CREATE, given), await ask(CREATE, given)]
    expect(again.body).to.deep.equal(first.body)
    const other = await ask(CREATE, { ...given, input: { ...given.input, name: 'other' } })
    expect(other.body.errors[0].extensions).to.include({ code: 'idempotency_key_reused', status: 422 })
  })

  it('refuses with the codes of REST', async () => {
    const reader = await programOf(server, ada, ['patmint:read'])
    const refused = await ask(CREATE, { input: { name: 'x', scopes: ['tracker:read'] } }, reader)
    expect(refused.body.errors[0].extensions).to.include({
      code: 'insufficient_scope',
      status: 403,
      scope: 'patmint:write',
    })
    for (const [input, code] of [
      [{ name: 'x', scopes: ['documents:read'] }, 'scope_above_token'],
      [{ name: 'x', scopes: ['nope'] }, 'scope_invalid'],
      [{ name: '', scopes: ['tracker:read'] }, 'token_name_invalid'],
      [{ name: 'x', scopes: ['tracker:read'], expiresAt: null }, 'token_expiry_invalid'],
      [{ name: 'x', scopes: ['tracker:read'], expiresInDays: 3, expiresAt: null }, 'invalid_parameters'],
    ] as const) {
      const { body } = await ask(CREATE, { input })
      expect(body.errors[0].extensions.code, code).to.equal(code)
      expect(body.data).to.equal(null)
    }
    const unknown = await ask('query Q($id: ID!) { apiToken(id: $id) { id } }', { id: 'nonsense' })
    expect(unknown.body.errors[0]).to.deep.include({ message: 'There is no such token.', path: ['apiToken'] })
    expect(unknown.body.errors[0].extensions).to.include({ code: 'token_not_found', status: 404 })
  })

  it('asks for a bearer token before it reads a query, and takes no cookie, GET or form', async () => {
    const anonymous = await fetch(`${server.url}/graphql`, { method: 'POST', body: '{' })
    expect(anonymous.status).to.equal(401)
    expect(anonymous.headers.get('www-authenticate')).to.match(/^Bearer realm=/)
    expect((await program.get('/graphql?query={whoami{email}}')).body).to.include({
      code: 'method_not_allowed',
    })
    const headers = { authorization: `Bearer ${program.secret}`, 'content-type': 'application/graphql' }
    const other = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers,
      body: '{ whoami { email } }',
    })
    expect(other.status).to.equal(415)
  })

  it('refuses what is too deep, too costly, or has too many aliases, and does none of it', async () => {
    const every =
      'id name description kind hint state scopes networks createdAt madeBy account { id email name }'
    const many = (count: number, field: string) =>
      Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ')
    const nested = (depth: number): string =>
      depth === 0 ? 'whoami { email }' : `... on Query { ${nested(depth - 1)} }`
    expect((await ask(`{ ${nested(2)} }`)).body.errors).to.equal(undefined)
    expect((await ask(`{ ${many(2, `apiTokens { nodes { ${every} } }`)} }`)).body.errors).to.equal(undefined)
    for (const query of [
      `mutation { ${many(30, `revokeApiToken(id: "${program.tokenId}") { id }`)} }`,
      `{ ${many(400, 'whoami { email }')} }`,
      `{ ${many(10, `apiTokens { nodes { ${every} ${every} } }`)} }`,
      `{ ${nested(8)} }`,
      '{ nope }',
      'not graphql',
      '',
    ]) {
      const { status, body } = await ask(query)
      expect(status, query.slice(0, 40)).to.be.oneOf([200, 400])
      expect(body.errors, query.slice(0, 60)).to.be.an('array')
      expect(body.errors[0].extensions.code, query.slice(0, 40)).to.equal('query_refused')
    }
    expect((await program.get('whoami')).status).to.equal(200)
  })

  it('takes one query at a time, as an object', async () => {
    for (const body of [
      [{ query: '{ whoami { email } }' }],
      { query: 7 },
      { query: '{ whoami { email } }', variables: 'x' },
      {},
    ]) {
      const answer = await program.post('/graphql', body)
      expect(answer.status, JSON.stringify(body)).to.be.oneOf([200, 400, 415])
      expect(answer.body.errors[0].extensions.code).to.equal('query_refused')
    }
  })

  it('shows its schema outside production alone', async () => {
    const query = '{ __schema { queryType { name } } }'
    expect((await ask(query)).body.data.__schema.queryType.name).to.equal('Query')
    const live = await freshServer({ PATMINT_ISSUER: 'https://tokens.example.com' })
    const account = await live.createAccount('ada')
    const { secret } = await programOf(live, account, ['patmint:read'])
    const { port } = live.config
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) }
    const hidden = await fetch(`http://127.0.0.1:${port}/graphql`, init)
    const body = (await hidden.json()) as { errors: { message: string }[] }
    expect(body.errors[0]?.message).to.match(/introspection/i)
    await live.close()
  })
})
