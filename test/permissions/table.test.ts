import { expect } from 'chai'
import { PEOPLE, type Person, ROWS } from '../../scripts/write-permissions-docs.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import type { Act, Attempt } from './act.ts'
import { ACTS } from './acts.ts'
import type { Door, Outcome, Refusal } from './doors/door.ts'
import { FIELDS, graphql } from './doors/graphql.ts'
import { pages } from './doors/pages.ts'
import { rest } from './doors/rest.ts'
import { listRoutes } from './routes.ts'
import { createWorld, type Somebody, type World } from './world.ts'

/** One table, and everything that it holds at. */
const DOORS: Readonly<Record<string, Door>> = { pages, rest, graphql }

/** Forms of people who are not signed in yet, or who answer for nobody but themselves. */
const OUTSIDE = [
  'post /sign-in',
  'post /sign-out',
  'post /setup',
  'post /welcome',
  'post /confirm-password',
  'post /interaction/:uid',
]

/** Operations for anybody, and about the token that is called with or its account: whoever holds it may. */
const OF_ITSELF = [
  'reportLeakedTokens',
  'whoami',
  'getMintOptions',
  'getOwnToken',
  'revokeOwnToken',
  'rotateOwnToken',
  'listOrganizations',
]

const MINUTE = 60_000

describe('the table of permissions', () => {
  let world: World
  before(async () => {
    world = await createWorld()
  })
  after(() => world.server.close())

  it('is tried at every form that there is, and in every line', () => {
    const posts = listRoutes(world.server).filter((route) => route.startsWith('post '))
    const tried = ACTS.map(({ route }) => route).filter((route) => route.startsWith('post '))
    expect([...new Set(tried), ...OUTSIDE].sort()).to.deep.equal(posts.sort())
    const lines = ROWS.map(({ action, on }) => `${action} ${on}`)
    expect([...new Set(ACTS.map(({ action, on }) => `${action} ${on}`))].sort()).to.deep.equal(lines.sort())
  })

  it('is tried at every operation of the APIs', () => {
    const tried = (prefix: string) => [
      ...new Set(
        ACTS.filter(({ route }) => route.startsWith(prefix)).map(({ route }) => route.slice(prefix.length)),
      ),
    ]
    expect([...tried('api '), ...OF_ITSELF]).to.have.members(OPERATIONS.map(({ id }) => id))
    expect(tried('graphql ')).to.have.members([...FIELDS])
  })

  for (const [name, door] of Object.entries(DOORS))
    for (const person of PEOPLE)
      for (const { action, on } of ROWS) {
        const tried = ACTS.filter((act) => act.action === action && act.on === on && door.opens(act))
        const [first] = tried
        if (first === undefined) continue
        const meets = inWords(door.refusalOf(first, { person }))
        it(`${name}: ${person}, ${action} of ${on}: ${meets}`, async () => {
          for (const act of tried) await tryCell(door, act, person)
        })
      }

  async function tryCell(door: Door, act: Act, person: Person): Promise<void> {
    const who = world.everybody.find((one) => one.person === person)
    if (who === undefined) throw new Error(`there is no ${person}`)
    // Dead tokens from one address are soon too many within a minute.
    if (door !== pages && person === 'disabled') world.server.clock.advance(MINUTE)
    const attempt = await act.prepare(world, who)
    const outcome = await door.send(world, who, act, attempt)
    const refusal = door.refusalOf(act, who)
    const tried = {
      attempt,
      outcome,
      events: await listEvents(outcome),
      where: describeOutcome(act, outcome),
    }
    if (refusal === undefined) checkDone(who, tried)
    else checkRefused(refusal, tried)
    await attempt.after?.(refusal === undefined)
  }

  /** What the request recorded: an event is written with what it tells of, or neither is. */
  async function listEvents({ requestId }: Outcome): Promise<Record<string, string | null>[]> {
    return await world.server.database.manager.query('select * from audit_event where request_id = $1', [
      requestId,
    ])
  }
})

function inWords(refusal: Refusal | undefined): string {
  return refusal === undefined ? 'yes' : `${refusal.status.join(' or ')} ${refusal.code ?? ''}`.trim()
}

const describeOutcome = ({ route }: Act, { status, location, text }: Outcome): string =>
  `${route} ${status} ${location ?? ''} ${text.slice(0, 300)}`

type Tried = {
  readonly attempt: Attempt
  readonly outcome: Outcome
  readonly events: readonly Record<string, string | null>[]
  readonly where: string
}

function checkDone(who: Somebody, { attempt, outcome, events, where }: Tried): void {
  expect(outcome.isDone, where).to.equal(true)
  if (attempt.shows !== undefined) {
    expect(outcome.text, where).to.contain(attempt.shows)
    return
  }
  const found = events.filter(({ name }) => name === attempt.event?.name)
  expect(found, where).to.have.length(1)
  expect(found[0], where).to.include({ ...attempt.event, actor_kind: 'account', actor_id: who.account.id })
}

function checkRefused(refusal: Refusal, { attempt, outcome, events, where }: Tried): void {
  expect(events, where).to.deep.equal([])
  if (attempt.shows !== undefined) expect(outcome.text, where).not.to.contain(attempt.shows)
  expect(outcome.status, where).to.be.oneOf([...refusal.status])
  if (refusal.code !== undefined) expect(outcome.code, where).to.equal(refusal.code)
  if (refusal.location !== undefined) expect(outcome.location, where).to.match(refusal.location)
}
