import { expect } from 'chai'
import { type Cell, cellOf, PEOPLE, type Person, ROWS } from '../../scripts/write-permissions-docs.ts'
import { type Act, type Attempt, send } from './act.ts'
import { ACTS } from './acts.ts'
import { listRoutes } from './routes.ts'
import { createWorld, type Somebody, type World } from './world.ts'

/** Forms of people who are not signed in yet, or who answer for nobody but themselves. */
const OUTSIDE = [
  'post /sign-in',
  'post /sign-out',
  'post /setup',
  'post /welcome',
  'post /confirm-password',
  'post /interaction/:uid',
]

describe('the table of permissions', function () {
  this.timeout(120_000)
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

  for (const person of PEOPLE) {
    for (const { action, on } of ROWS) {
      const cell = cellOf({ action, on }, person)
      it(`${person}, ${action} of ${on}: ${cell}`, async () => {
        for (const act of ACTS.filter((one) => one.action === action && one.on === on))
          await tryCell(act, expected(act, person), person)
      })
    }
  }

  async function tryCell(act: Act, cell: Cell, person: Person): Promise<void> {
    const who = world.everybody.find((one) => one.person === person)
    if (who === undefined) throw new Error(`there is no ${person}`)
    const attempt = await act.prepare(world, who)
    const answer = await send(who, act, attempt)
    const text = await answer.text()
    const events = await listEvents(answer)
    const where = `${act.route} ${answer.status} ${answer.headers.get('location') ?? ''} ${text.slice(0, 300)}`
    if (cell === 'yes') await checkDone(who, attempt, { answer, text, events, where })
    else checkRefused(cell, attempt, { answer, text, events, where })
    await attempt.after?.(cell === 'yes')
  }

  /** What the request recorded: an event is written with what it tells of, or neither is. */
  async function listEvents(answer: Response): Promise<Record<string, string | null>[]> {
    return await world.server.database.manager.query('select * from audit_event where request_id = $1', [
      answer.headers.get('x-request-id'),
    ])
  }
})

/** The console is an unknown page to whoever may not open it, also where they may do the same elsewhere. */
function expected(act: Act, person: Person): Cell {
  const isInConsole = act.route.split(' ')[1]?.startsWith('/admin') === true
  const console = cellOf({ action: 'console.see', on: 'instance' }, person)
  return isInConsole && console !== 'yes' ? console : cellOf(act, person)
}

type Answered = {
  readonly answer: Response
  readonly text: string
  readonly events: readonly Record<string, string | null>[]
  readonly where: string
}

async function checkDone(who: Somebody, attempt: Attempt, { answer, text, events, where }: Answered) {
  if (attempt.shows !== undefined) {
    expect(answer.status, where).to.equal(200)
    expect(text, where).to.contain(attempt.shows)
    return
  }
  expect(answer.status, where).to.equal(303)
  expect(answer.headers.get('location'), where).not.to.contain('/sign-in')
  const found = events.filter(({ name }) => name === attempt.event?.name)
  expect(found, where).to.have.length(1)
  expect(found[0], where).to.include({ ...attempt.event, actor_kind: 'account', actor_id: who.account.id })
}

function checkRefused(cell: Cell, attempt: Attempt, { answer, text, events, where }: Answered): void {
  expect(events, where).to.deep.equal([])
  if (attempt.shows !== undefined) expect(text, where).not.to.contain(attempt.shows)
  if (cell === 'left out') expect(answer.status, where).to.be.oneOf([200, 303])
  if (cell === '404') expect(answer.status, where).to.equal(404)
  if (cell === 'sign in') {
    expect(answer.status, where).to.equal(303)
    expect(answer.headers.get('location'), where).to.match(/^\/sign-in\?return_to=/)
  }
  if (cell !== '403 `not_permitted`') return
  expect(answer.status, where).to.equal(403)
  expect(codeOf(text), where).to.equal('not_permitted')
}

/** A form says it in words, beside what was sent. */
const codeOf = (text: string): unknown => {
  if (text.includes('You may not generate tokens of any other')) return 'not_permitted'
  return text.startsWith('{') ? (JSON.parse(text) as { code: string }).code : undefined
}
