import { expect } from 'chai'
import fc from 'fast-check'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { MINUTE } from '../../src/lib/index.ts'
import { type Contract, createContract } from './contract/contract.ts'
import { createWorld, type World } from './contract/world.ts'
import { type FuzzRequest, requestFor } from './fuzz/request.ts'
import type { Known } from './fuzz/values.ts'
import { programOf } from './support.ts'

/** `npm run fuzz` sends more. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 500)
/** What went wrong once goes wrong again with the same seed. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
/** Then a new server: by and by these requests disable accounts, revoke tokens and tighten policies. */
const REQUESTS_A_SERVER = 500
const LONGEST_ANSWER = MINUTE / 2

/** Everybody's tokens: some are lost as we go. */
async function manyTokens(world: World, who: 'root' | 'ada'): Promise<string[]> {
  const scopes =
    who === 'root' ? ['patmint:admin', 'patmint:write', 'tracker:write'] : ['patmint:write', 'tracker:write']
  const programs = await Promise.all(
    Array.from({ length: 20 }, () => programOf(world.server, world[who], scopes)),
  )
  return programs.map(({ secret }) => secret)
}

/** One of each, for requests to name. */
async function makeKnown(world: World): Promise<Known> {
  const workspace = await world.workspace()
  const parameters = {
    organization: [world.organization, 'acme'],
    workspace: [workspace.id, workspace.slug],
    accountId: [await world.member(), (await world.account()).id, await world.serviceAccount(world.owner)],
    tokenId: [await world.token(), await world.token(), await world.token()],
    clientId: [await world.resourceServer(world.admin), await world.client(world.admin)],
    webhookId: [await world.webhook(world.admin), await world.webhook(world.admin)],
    module: ['tracker', await world.module(world.admin), await world.module(world.admin)],
  }
  const ids = [...Object.values(parameters).flat(), world.ada.id, await world.otherOrganization()]
  return { ids, texts: ['acme', 'tracker', 'tracker:read', 'somebody@example.com'], parameters }
}

async function send(world: World, tokens: Record<string, string[]>, request: FuzzRequest) {
  const { operation, who, token, target, headers, text } = request
  const mine = tokens[who]
  const secret = who === 'garbage' ? 'pat_garbage' : mine?.[token % mine.length]
  const answer = await fetch(`${world.server.url}${target}`, {
    method: operation.method.toUpperCase(),
    headers: {
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(text === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(text === undefined ? {} : { body: text }),
    redirect: 'manual',
    signal: AbortSignal.timeout(LONGEST_ANSWER),
  })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

async function fuzzOneServer(requests: number, seed: number, tally: Map<string, number>): Promise<void> {
  const world = await createWorld({ PATMINT_LOG_LEVEL: 'warn' })
  const contract: Contract = createContract(await (await fetch(`${world.server.url}/openapi.json`)).json())
  const known = await makeKnown(world)
  const tokens = { admin: await manyTokens(world, 'root'), member: await manyTokens(world, 'ada') }
  const requestOf = fc.oneof(...OPERATIONS.map((operation) => requestFor(contract, operation, known)))
  const property = fc.asyncProperty(requestOf, async (request) => {
    const received = await send(world, tokens, request)
    const key = `${request.operation.id} ${Math.floor(received.status / 100)}xx`
    tally.set(key, (tally.get(key) ?? 0) + 1)
    const said = `${request.operation.method} ${request.target}: ${received.status} ${received.text.slice(0, 300)}`
    expect(received.status, said).to.be.lessThan(500)
    expect(contract.judge(request.operation.id, received), said).to.deep.equal([])
  })
  await fc.assert(property, { seed, numRuns: requests, endOnFailure: true })
  expect(world.server.logged()).not.to.contain('a request failed')
  await world.server.close()
}

describe('arbitrary requests', function () {
  this.timeout(20 * MINUTE)

  it(`never get a 5xx, and nothing that /openapi.json does not say (${REQUESTS} of them, FUZZ_SEED=${SEED})`, async () => {
    const tally = new Map<string, number>()
    for (let sent = 0; sent < REQUESTS; sent += REQUESTS_A_SERVER)
      await fuzzOneServer(Math.min(REQUESTS_A_SERVER, REQUESTS - sent), SEED + sent, tally)
    const reached = OPERATIONS.filter(({ id }) => tally.has(`${id} 2xx`)).length
    const done = [...tally].reduce((sum, [key, count]) => sum + (key.endsWith('2xx') ? count : 0), 0)
    console.log(`      ${done} of ${REQUESTS} were done, by ${reached} of ${OPERATIONS.length} operations`)
    // So that it is seen where most requests no longer get past the door. Of a few hundred, one of the first may have
    // closed it: one that disables its own account, for instance.
    expect(done).to.be.greaterThan(REQUESTS / (REQUESTS < 5_000 ? 20 : 6))
  })
})
