import { expect } from 'chai'
import { listCodes } from '../../src/http/api/openapi/problems.ts'
import { type Operation, takesBody } from '../../src/http/api/operation.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { PROBLEMS, type ProblemCode } from '../../src/http/api/problems.ts'
import { createDatabaseProxy } from '../http/database-proxy.ts'
import { startOfMinute } from '../rate-limit/support.ts'
import { freshDatabase } from '../support/database.ts'
import { CALLS, type Call } from './contract/calls.ts'
import { type Contract, createContract, type Received } from './contract/contract.ts'
import { createWorld, type World } from './contract/world.ts'

const UNKNOWN = '019ac8e4-0000-7cc0-9d53-0d2f6f0e9a11'

/** Sends a call as it is, or as `change` makes it. */
async function send(
  world: World,
  subject: Operation,
  call: Call,
  example: unknown,
  change: Partial<{ headers: Record<string, string>; text: string; search: string }> = {},
): Promise<Received> {
  const path = subject.path.replaceAll(/\{(\w+)\}/g, (_, name) => call.params?.[name] ?? UNKNOWN)
  const { secret } = call.by ?? (subject.access === 'patmint:admin' ? world.admin : world.owner)
  const search = change.search ?? new URLSearchParams(call.query).toString()
  const text = change.text ?? (takesBody(subject) ? JSON.stringify(call.body ?? example) : undefined)
  const answer = await fetch(`${world.server.url}${path}${search === '' ? '' : `?${search}`}`, {
    method: subject.method.toUpperCase(),
    headers: {
      authorization: `Bearer ${secret}`,
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
      ...change.headers,
    },
    ...(text === undefined ? {} : { body: text }),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

describe('every operation keeps to /openapi.json', () => {
  let world: World
  let contract: Contract
  before(async () => {
    world = await createWorld()
    contract = createContract(await (await fetch(`${world.server.url}/openapi.json`)).json())
    for (const program of [world.owner, world.admin])
      await program.post('tokens', { name: 'first', scopes: ['tracker:read'] }, { 'idempotency-key': 'used' })
  })
  after(() => world.server.close())

  const exampleOf = (subject: Operation): unknown =>
    contract.describe(subject.id).requestBody?.content['application/json'].example

  async function call(subject: Operation, prepared: Call, change = {}): Promise<Received> {
    return await send(world, subject, prepared, exampleOf(subject), change)
  }

  function expectKept(subject: Operation, received: Received, status: number, code?: string): void {
    const said = `${subject.id}: ${received.status} ${received.text.slice(0, 300)}`
    expect(received.status, said).to.equal(status)
    expect(contract.judge(subject.id, received), said).to.deep.equal([])
    if (code !== undefined) expect(JSON.parse(received.text).code, said).to.equal(code)
  }

  it('has a call of each, and none of others', () => {
    expect(Object.keys(CALLS)).to.have.members(OPERATIONS.map(({ id }) => id))
  })

  for (const subject of OPERATIONS)
    describe(`${subject.method.toUpperCase()} ${subject.path}`, () => {
      const prepare = async (): Promise<Call> => (await CALLS[subject.id]?.call(world)) ?? {}
      const isBearer = subject.access !== 'public'

      it('answers as it promises', async () => {
        const received = await call(subject, await prepare())
        expectKept(subject, received, subject.status)
        if (isBearer && subject.fromAnywhere !== true)
          expect(received.headers.get('ratelimit')).to.be.a('string')
      })

      for (const [code, refused] of Object.entries(CALLS[subject.id]?.refusals ?? {}))
        it(`refuses by ${code}`, async () => {
          expect(listCodes(subject)).to.include(code)
          const status = [PROBLEMS[code as ProblemCode].status].flat()
          const received = await call(subject, await refused(world))
          expect(status).to.include(received.status)
          expectKept(subject, received, received.status, code)
        })

      if (isBearer)
        it('refuses whom it must', async () => {
          startOfMinute(world.server.clock)
          const prepared = await prepare()
          const as = (authorization: string, search?: string) =>
            call(subject, prepared, {
              headers: { authorization },
              ...(search === undefined ? {} : { search }),
            })
          expectKept(subject, await as(''), 401, 'authentication_required')
          expectKept(subject, await as('Bearer pat_nobody'), 401, 'invalid_token')
          expectKept(subject, await as('', 'access_token=x'), 400, 'invalid_request')
          const { unscoped, bound, usedUp, ofPlace } = world.refused
          if (subject.access !== 'any_token')
            expectKept(subject, await as(`Bearer ${unscoped.secret}`), 403, 'insufficient_scope')
          if (subject.evenIfBound !== true)
            expectKept(subject, await as(`Bearer ${bound.secret}`), 403, 'token_bound_elsewhere')
          if (subject.access === 'patmint:admin')
            expectKept(subject, await as(`Bearer ${ofPlace.secret}`), 404, 'not_found')
          // Ending a token with its own secret is not counted.
          if (subject.fromAnywhere === true) return
          await usedUp.get('whoami')
          expectKept(subject, await as(`Bearer ${usedUp.secret}`), 429, 'rate_limited')
        })

      it('refuses what it cannot read', async () => {
        const prepared = await prepare()
        expectKept(subject, await call(subject, prepared, { search: 'nothing=1' }), 400, 'invalid_parameters')
        if (!takesBody(subject)) return
        const asText = { headers: { 'content-type': 'text/plain' }, text: 'x' }
        expectKept(subject, await call(subject, prepared, asText), 415, 'unsupported_media_type')
        expectKept(subject, await call(subject, prepared, { text: '{' }), 400, 'bad_request')
        expectKept(
          subject,
          await call(subject, prepared, { text: '{"nothing":1}' }),
          400,
          'invalid_parameters',
        )
        const large = { text: JSON.stringify({ x: 'x'.repeat(60_000) }) }
        expectKept(subject, await call(subject, prepared, large), 413, 'payload_too_large')
      })

      if (subject.method === 'post' && isBearer)
        it('does once what is sent twice', async () => {
          const prepared = await prepare()
          const withKey = (key: string) => call(subject, prepared, { headers: { 'idempotency-key': key } })
          expectKept(subject, await withKey('none\u00e9'), 400, 'idempotency_key_invalid')
          expectKept(subject, await withKey(subject.id), subject.status)
          const { by: _, ...byTheOwner } = prepared
          const reused = await call(subject, byTheOwner, { headers: { 'idempotency-key': 'used' } })
          expectKept(subject, reused, 422, 'idempotency_key_reused')
          // A token that was replaced at once cannot ask again.
          if (subject.id === 'rotateOwnToken') return
          const again = await withKey(subject.id)
          expectKept(subject, again, subject.status)
          expect(again.headers.get('idempotency-replayed')).to.equal('true')
        })

      if (subject.current !== undefined)
        it('changes nothing that was changed meanwhile', async () => {
          const headers = { 'if-match': '"another"' }
          expectKept(subject, await call(subject, await prepare(), { headers }), 412, 'precondition_failed')
        })

      if (subject.method === 'get' && subject.version !== undefined)
        it('says so where nothing was changed', async () => {
          const prepared = await prepare()
          const etag = (await call(subject, prepared)).headers.get('etag') ?? ''
          const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' }
          expectKept(subject, await call(subject, prepared, { headers }), 304)
        })
    })

  it('says so where the database does not answer', async () => {
    const database = await freshDatabase()
    const cable = await createDatabaseProxy(database.url)
    const cutOff = await createWorld({ DATABASE_URL: cable.url })
    cable.cut()
    for (const subject of OPERATIONS) {
      const received = await send(cutOff, subject, {}, exampleOf(subject))
      expectKept(subject, received, 503, 'database_unavailable')
      expect(received.headers.get('retry-after')).to.equal('2')
    }
    cable.mend()
    await cutOff.server.close()
    await cable.close()
    await database.drop()
  })
})
