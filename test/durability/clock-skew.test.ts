import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/lib/index.ts'
import { TOKEN_KINDS, type TokenKind } from '../../src/policy/index.ts'
import type { Issued, RetireWhen } from '../../src/tokens/index.ts'
import { holding } from '../api/support.ts'
import { obtainTokens } from '../oauth/code-flow.ts'
import { basic, type Engine, freshEngine } from '../oauth/support.ts'
import { type MovableClock, movableClock } from '../support/clock.ts'
import { TEST_SECRET } from '../support/first-start.ts'
import { introspect, openNode, type TestNode } from '../support/node.ts'
import { endPrograms, type Running, start, temporaryFolder } from '../support/program.ts'
import { freshServer, type TestServer } from '../support/server.ts'

/*
 * What is promised of clocks that are wrong. That a token has ended by what somebody did (it was revoked, replaced, its successor
 * used, a policy tightened) is a fact, and no clock takes it back, however it is moved. That its time has come (its expiry, the end
 * of an overlap) is said by the clock of whoever is asked: one that is 30 seconds behind grants 30 seconds, one that is ahead
 * takes as many. A clock that is set back grants again what it had refused too early; that is no resurrection, for the time had not come.
 * To go by the latest time that was ever seen would be worse: one wrong step of a day, and a node would refuse good tokens for that day.
 */
describe('W8 nodes whose clocks differ', () => {
  let ahead: TestServer
  let behind: TestNode
  let clock: MovableClock
  let ada: Account
  let tracker: { id: string; secret: string }

  before(async () => {
    ahead = await freshServer()
    clock = movableClock()
    const { databaseUrl: DATABASE_URL } = ahead
    behind = await openNode({ DATABASE_URL, PATMINT_DATABASE_POOL_SIZE: '4' }, clock)
    ada = await ahead.createAccount('ada')
    const given = { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const made = await ahead.catalogue.createResourceServer(OPERATOR, given)
    tracker = { id: made.resourceServer.clientId, secret: made.secret }
  })
  beforeEach(() => {
    for (const each of [ahead.clock, clock]) each.advance(Date.now() - each().getTime())
  })
  after(async () => {
    await behind.close()
    await ahead.close()
  })

  const mint = (given: object = {}) =>
    ahead.tokens.mint(OPERATOR, { accountId: ada.id, name: 'ci', scopes: ['tracker:read'], ...given })
  const allow = async (kinds: readonly TokenKind[]) =>
    await ahead.policies.change(OPERATOR, { ...(await ahead.policies.instance()), kinds })
  const isActive = async (node: { url: string }, { secret }: Pick<Issued, 'secret'>) => {
    const answer = await introspect(node, tracker, secret)
    expect(answer.status).to.equal(200)
    return answer.active
  }
  const program = async (node: { url: string }) => {
    const { secret } = await mint({ scopes: ['patmint:write', 'tracker:read'] })
    return holding(node, secret)
  }
  const skew = () => {
    ahead.clock.advance(30 * SECOND)
    clock.advance(-30 * SECOND)
  }
  const rotate = async (node: { url: string }, old: Issued, when: RetireWhen): Promise<Issued> => {
    const answer = await (await program(node)).post(`tokens/${old.token.id}/rotate`, { when })
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201)
    return { token: answer.body.token, secret: answer.body.secret }
  }
  const revoke = async (node: { url: string }, { token }: Issued) => {
    expect(await (await program(node)).delete(`tokens/${token.id}`)).to.include({ status: 204 })
  }

  /** On both nodes, in the next answer, and wherever the clocks go. */
  async function expectDeadForEver(token: Issued): Promise<void> {
    const moves = [0, -HOUR, -DAY, HOUR + DAY, DAY, -DAY]
    for (const by of moves) {
      clock.advance(by)
      ahead.clock.advance(by)
      expect(await isActive(behind, token), `behind, ${by} ms`).to.equal(false)
      expect(await isActive(ahead, token), `ahead, ${by} ms`).to.equal(false)
      expect(await holding(behind, token.secret).get('whoami')).to.include({ status: 401 })
    }
  }

  const ends: Record<string, (token: Issued) => Promise<unknown>> = {
    'was revoked': (token) => revoke(ahead, token),
    'was replaced at once': (token) => rotate(ahead, token, 'now'),
    'was replaced, and its successor is used': async (token) => {
      const successor = await rotate(ahead, token, 'first_use')
      expect(await isActive(behind, token)).to.equal(true)
      expect(await isActive(ahead, successor)).to.equal(true)
    },
    'was replaced, and revoked before the overlap was over': async (token) => {
      await rotate(ahead, token, 'hour')
      expect(await isActive(behind, token)).to.equal(true)
      await revoke(ahead, token)
    },
    'is of a kind that the policy has ended': () => allow(['workspace']),
  }
  for (const [how, end] of Object.entries(ends)) {
    it(`never know a token as live that ${how} by one that is ahead`, async () => {
      skew()
      const token = await mint()
      expect(await isActive(behind, token)).to.equal(true)
      await end(token)
      await expectDeadForEver(token)
      await allow(TOKEN_KINDS)
    })
  }

  it('find a token among the ended ones that was replaced at once by one that is ahead', async () => {
    skew()
    const token = await mint()
    await rotate(ahead, token, 'now')
    const find = async (state: 'live' | 'revoked') =>
      (await behind.tokens.search({ accountId: ada.id, state })).tokens.map(({ id }) => id)
    expect(await find('revoked')).to.include(token.token.id)
    expect(await find('live')).not.to.include(token.token.id)
  })

  it('revoke a token, though the time of it has come by the clock of the one that is asked for that', async () => {
    const { client, secret = '' } = await ahead.clients.createApplication(OPERATOR, {
      name: 'Own',
      redirectUris: ['https://own.example.com/cb'],
      isPublic: false,
      firstParty: true,
    })
    const ways: ((token: Issued) => Promise<unknown>)[] = [
      (token) => revoke(ahead, token),
      async (token) => {
        const answer = await fetch(`${ahead.url}/revoke`, {
          method: 'POST',
          headers: { authorization: basic({ id: client.id, secret }) },
          body: new URLSearchParams({ token: token.secret }),
        })
        expect(answer.status).to.equal(200)
      },
      (token) => ahead.tokens.revokeSelection(OPERATOR, [token.token.id], 'Not needed'),
      () => ahead.tokens.revokeAllOf(OPERATOR, ada.id, 'Gone'),
      (token) => ahead.tokens.reportLeaked(OPERATOR, [token.secret]),
    ]
    for (const way of ways) {
      const token = await mint({ expiry: { inDays: 1 } })
      ahead.clock.advance(DAY)
      expect(await isActive(ahead, token)).to.equal(false)
      expect(await isActive(behind, token)).to.equal(true)
      await way(token)
      expect(await isActive(behind, token)).to.equal(false)
      ahead.clock.advance(-DAY)
      expect(await isActive(ahead, token), 'the clock was set right').to.equal(false)
    }
  })

  it('end the secret of a client before the newest, though its overlap is over by the clock of the one that is asked', async () => {
    const rotated = await ahead.clients.rotateSecret(OPERATOR, tracker.id, { overlap: 'hour' })
    const token = await mint()
    expect(await isActive(behind, token)).to.equal(true)
    ahead.clock.advance(DAY)
    await ahead.clients.endPreviousSecret(OPERATOR, tracker.id)
    expect(await introspect(behind, tracker, token.secret)).to.include({ status: 401 })
    tracker = { ...tracker, secret: rotated.secret }
    expect(await isActive(behind, token)).to.equal(true)
  })

  it('grant no more at the end of a token’s life than they are behind, and nothing past it by their own clock', async () => {
    skew()
    for (const [token, life] of [
      [await mint({ expiry: { inDays: 1 } }), DAY],
      await (async () => {
        const replaced = await mint()
        await rotate(ahead, replaced, 'hour')
        return [replaced, HOUR] as const
      })(),
    ] as const) {
      const left = life - 5 * SECOND
      ahead.clock.advance(left)
      clock.advance(left)
      expect(await isActive(ahead, token)).to.equal(true)
      ahead.clock.advance(5 * SECOND)
      clock.advance(5 * SECOND)
      // A minute lies between the two.
      expect(await isActive(ahead, token)).to.equal(false)
      expect(await isActive(behind, token)).to.equal(true)
      clock.advance(MINUTE - 10 * SECOND)
      expect(await isActive(behind, token)).to.equal(true)
      clock.advance(10 * SECOND)
      expect(await isActive(behind, token)).to.equal(false)
      ahead.clock.advance(-life)
      clock.advance(-life - MINUTE)
    }
  })

  it('refuse a token too early by a clock that is a day ahead, and know it again when that is set right', async () => {
    const token = await mint({ expiry: { inDays: 1 } })
    ahead.clock.advance(DAY)
    // What goes through all tokens now and again does so by that clock, too.
    await ahead.tokens.tellEnds()
    await ahead.tokens.deleteOld()
    expect(await isActive(ahead, token)).to.equal(false)
    expect(await isActive(behind, token)).to.equal(true)
    ahead.clock.advance(-DAY)
    expect(await isActive(ahead, token)).to.equal(true)
    clock.advance(DAY)
    expect(await isActive(behind, token)).to.equal(false)
  })
})

describe('W8 a server whose clock is moved', () => {
  let engine: Engine
  let moved: Running
  let clockFile: string
  const setClock = (milliseconds: number) => writeFileSync(clockFile, String(milliseconds))

  beforeEach(async () => {
    engine = await freshEngine()
    clockFile = join(await temporaryFolder(), 'ahead')
    setClock(0)
    moved = await start({
      DATABASE_URL: engine.databaseUrl,
      PATMINT_SECRET: TEST_SECRET,
      PATMINT_DATABASE_POOL_SIZE: '4',
      NODE_OPTIONS: `--import=${new URL('../support/moved-clock.ts', import.meta.url).href}`,
      MOVED_CLOCK: clockFile,
    })
    await moved.says('Ctrl-C')
  })
  afterEach(async () => {
    await endPrograms()
    await engine.close()
  })

  it('answers /userinfo, and of every kind of token, by the one clock that it has', async () => {
    const ada = await engine.createAccount('ada')
    const app = await engine.application()
    const openid = await obtainTokens(engine, app, await engine.browser(ada))
    const granted = String(openid['access_token'])
    const userinfo = async (url: string) =>
      (await fetch(`${url}/userinfo`, { headers: { authorization: `Bearer ${granted}` } })).status
    const { secret } = await engine.mint(ada, 'tracker:read', { expiry: { inDays: 1 } })
    const seen = async () => ({
      userinfo: await userinfo(moved.url),
      granted: (await introspect(moved, app, granted)).active,
      own: (await introspect(moved, engine.tracker, secret)).active,
      whoami: (await holding(moved, secret).get('whoami')).status,
    })
    const alive = { userinfo: 200, granted: true, own: true, whoami: 200 }
    const outlived = { ...alive, userinfo: 401, granted: false }
    const none = { userinfo: 401, granted: false, own: false, whoami: 401 }
    for (const [ahead, expected] of [
      [30 * SECOND, alive],
      [-30 * SECOND, alive],
      [-HOUR, alive],
      [HOUR - 30 * SECOND, alive],
      // The lifetime of what an application is given is an hour.
      [HOUR, outlived],
      [DAY, none],
    ] as const) {
      setClock(ahead)
      expect(await seen(), `${ahead / SECOND} s`).to.deep.equal(expected)
    }
    // A fact, also where it is done by a clock that is a day ahead: none takes it back.
    const revoked = await fetch(`${moved.url}/revoke`, {
      method: 'POST',
      headers: { authorization: basic(app) },
      body: new URLSearchParams({ token: granted }),
    })
    expect(revoked.status).to.equal(200)
    expect(await userinfo(engine.url)).to.equal(401)
    for (const ahead of [0, -HOUR, DAY, -DAY]) {
      setClock(ahead)
      expect(await userinfo(moved.url)).to.equal(401)
    }
  })

  it('holds to the policy that was saved last, though another was saved before it by a clock that is ahead', async () => {
    const ada = await engine.createAccount('ada')
    const { secret } = await engine.mint(ada)
    const root = await engine.createAccount('root', 'admin')
    const { secret: own } = await engine.mint(root, 'patmint:admin')
    setClock(30 * SECOND)
    const settings = await engine.policies.instance()
    const admin = holding(moved, own)
    const put = await admin.put('admin/policy', { settings: { ...settings, maxDays: 100 } })
    expect(put.status, JSON.stringify(put.body)).to.equal(200)
    await engine.policies.change(OPERATOR, { ...settings, kinds: ['workspace'] })
    expect(await introspect(engine, engine.tracker, secret)).to.include({ active: false })
    expect(await introspect(moved, engine.tracker, secret)).to.include({ active: false })
    setClock(-DAY)
    expect(await introspect(moved, engine.tracker, secret)).to.include({ active: false })
  })
})
