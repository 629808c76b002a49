import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { takesBody } from '../../src/http/api/operation.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { bodyOf, callOperation, fillPath } from './every.ts'
import { type Program, programOf } from './support.ts'

/** Each scope, and a token that has all of the others. */
const LACKING = {
  'patmint:read': ['patmint:self_rotate', 'patmint:admin'],
  'patmint:write': ['patmint:read', 'patmint:self_rotate', 'patmint:admin'],
  'patmint:self_rotate': ['patmint:read', 'patmint:admin'],
  'patmint:admin': ['patmint:write', 'patmint:self_rotate'],
} as const

/** The API’s own, and those that a careless handler would copy into its row. */
const EXTRA = {
  nope: 1,
  id: 'x',
  accountId: 'x',
  isAdmin: true,
  madeBy: 'x',
  revokedAt: null,
  secretHash: 'x',
}

describe('every operation', () => {
  let server: TestServer
  let root: Account
  let all: Program
  before(async () => {
    server = await freshServer({ PATMINT_RATE_LIMIT_PER_MINUTE: '10000' })
    root = await server.createAccount('root', 'admin')
    all = await programOf(server, root, ['admin'])
  })
  after(() => server.close())

  const protectedOnes = OPERATIONS.filter(({ access }) => access !== 'public')
  const count = async (): Promise<number> =>
    (await server.database.manager.query('select count(*)::int as n from audit_event'))[0].n

  it('A14 answers 401 without a token, whatever else is sent', async () => {
    const before = await count()
    for (const subject of protectedOnes) {
      const answer = await callOperation(server.url, subject)
      expect(answer.status, subject.id).to.equal(401)
      expect(answer.headers.get('www-authenticate'), subject.id).to.equal(`Bearer realm="${server.url}"`)
      expect(await answer.json(), subject.id).to.include({ code: 'authentication_required' })
    }
    expect(await count()).to.equal(before)
  })

  it('A14 answers 403 to a token that has all scopes but the one that it needs, and names that', async () => {
    const holders = new Map<string, Program>()
    for (const [scope, others] of Object.entries(LACKING))
      holders.set(scope, await programOf(server, root, [...others]))
    const before = await count()
    for (const subject of protectedOnes.filter(({ access }) => access !== 'any_token')) {
      const { secret } = holders.get(subject.access) ?? {}
      const answer = await callOperation(server.url, subject, { secret })
      expect(answer.status, subject.id).to.equal(403)
      const challenge = answer.headers.get('www-authenticate')
      expect(challenge, subject.id).to.contain('error="insufficient_scope"')
      expect(challenge, subject.id).to.match(new RegExp(`scope="${subject.access}"$`))
      expect(await answer.json(), subject.id).to.include({ code: 'insufficient_scope' })
    }
    expect(await count()).to.equal(before)
  })

  it('of the administration is nothing to whom the role was taken away, and to an administrator’s token of a place', async () => {
    const [ida, head] = [
      await server.createAccount('ida', 'admin'),
      await server.createAccount('head', 'admin'),
    ]
    const acme = await server.createOrganization('Acme', head)
    const scopes = ['patmint:admin', 'patmint:write']
    const hers = await programOf(server, ida, scopes)
    const places = await programOf(server, head, scopes, { kind: 'organization', organizationId: acme.id })
    await server.accounts.changeRole(OPERATOR, ida.id, 'member')
    const before = await count()
    const administrative = OPERATIONS.filter(({ access }) => access === 'patmint:admin')
    expect(administrative.every(({ path }) => path.startsWith('/api/v1/admin/'))).to.equal(true)
    for (const subject of administrative) {
      const path = fillPath(subject, (name) => (name === 'organization' ? acme.id : head.id))
      const [lost, elsewhere] = [
        await callOperation(server.url, subject, { path, secret: hers.secret }),
        await callOperation(server.url, subject, { path, secret: places.secret }),
      ]
      expect(await lost.json(), subject.id).to.include({ status: 403, code: 'insufficient_scope' })
      expect(await elsewhere.json(), subject.id).to.include({ status: 404, code: 'not_found' })
    }
    expect(await count()).to.equal(before)
  })

  it('U11 refuses fields that it does not have, each by its name, and does nothing', async () => {
    const before = await count()
    for (const subject of OPERATIONS.filter(takesBody)) {
      const body = { ...bodyOf(subject) }
      const extra = Object.entries(EXTRA).filter(([name]) => !(name in known(subject.body)))
      const given = { ...Object.fromEntries(extra), ...body }
      const answer = await callOperation(server.url, subject, { secret: all.secret, body: given })
      const { code, errors } = (await answer.json()) as { code: string; errors: { field: string }[] }
      expect([answer.status, code], subject.id).to.deep.equal([400, 'invalid_parameters'])
      expect(
        errors.map(({ field }) => field),
        subject.id,
      ).to.have.members(extra.map(([name]) => name))
    }
    expect(await count()).to.equal(before)
  })

  it('U11 refuses parameters that it does not have', async () => {
    const before = await count()
    for (const subject of OPERATIONS) {
      const answer = await callOperation(server.url, subject, {
        secret: all.secret,
        query: '?nope=1&admin=true',
      })
      expect(await answer.json(), subject.id).to.include({ status: 400, code: 'invalid_parameters' })
    }
    expect(await count()).to.equal(before)
  })

  it('takes an Idempotency-Key where its answer shows a secret', () => {
    const showing = OPERATIONS.filter(({ showsSecret }) => showsSecret === true)
    for (const { id, method, status } of showing) expect([method, status], id).to.deep.equal(['post', 201])
    expect(showing.map(({ id }) => id)).to.include.members(['mintToken', 'inviteAccount', 'issueToken'])
  })
})

/** The fields that a body may have. */
const known = (schema: object): object => ('shape' in schema ? (schema.shape as object) : {})
