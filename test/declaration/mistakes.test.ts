import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { InvalidDeclaration } from '../../src/declaration/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { FILE } from './support.ts'

describe('a catalogue file with mistakes', () => {
  let rooms: TestRooms

  before(async () => {
    rooms = await freshRooms()
  })

  after(() => rooms.close())

  /** What is told, and that nothing is different afterwards. */
  async function refuse(file: string): Promise<string[]> {
    const before = await rooms.declarations.export()
    const events = await rooms.audit.list({})
    const error = await rooms.declarations.apply(OPERATOR, file, { force: true }).catch((e: unknown) => e)
    if (!(error instanceof InvalidDeclaration)) throw error
    expect(await rooms.declarations.export()).to.equal(before)
    expect(await rooms.audit.list({})).to.deep.equal(events)
    return error.mistakes.map(({ line, where, reason }) => `${line} ${where} ${reason}`)
  }

  it('names the line and the reason of each, all at once', async () => {
    const file = `modules:
  - name: Tracker
    titel: Issues
  - title: 7
  - name: upload
    actions: none
  - name: upload
resource_servers:
  - audience: https://api.example.com
    name: API
    modules: [upload, drive]
policy:
  max_days: 0
  allow_never: 1
  networks: [10.0.0.0/99]
  member_scopes: ['*:read', 'Not a pattern']
  kinds: [personal, shared]
teams: []
`
    expect(await refuse(file)).to.deep.equal([
      '2 modules[0].name must be 1 to 40 lower-case letters, digits, “-” or “_”, the first a letter, and not a reserved word',
      '3 modules[0].titel is not known here',
      '4 modules[1].name is missing',
      '4 modules[1].title must be text',
      '6 modules[2].actions must be a list',
      '7 modules[3].name “upload” is listed twice',
      '11 resource_servers[0].modules[1] there is no module “drive” under “modules”',
      '13 policy.max_days must be at least 1',
      '14 policy.allow_never must be true or false',
      '15 policy.networks[0] must be a network such as 203.0.113.0/24',
      '16 policy.member_scopes[1] “Not a pattern” is no pattern of scopes. They look like *, *:read, tracker:* or tracker:write.',
      '17 policy.kinds[1] must be one of personal, workspace, organization',
      '18 teams is not known here',
    ])
  })

  it('refuses a policy that is stricter than one of the file’s organizations, also where only it is new', async () => {
    const file = 'organizations: [{ slug: acme, name: Acme, policy: { max_days: 60 } }]\n'
    await rooms.declarations.apply(OPERATOR, file)
    expect(await refuse(`${file}policy:\n  max_days: 50\n`)).to.deep.equal([
      '1 organizations[0].policy.max_days an organization can only be stricter than the whole instance; here it must be at most 50',
    ])
    await rooms.declarations.apply(OPERATOR, 'organizations: []')
  })

  it('names what the rooms themselves refuse, also all at once, and undoes what went before', async () => {
    const file = `modules:
  - name: tracker
    actions: [read, read]
  - name: notes
    title: "${'x'.repeat(61)}"
resource_servers:
  - audience: not a uri
    name: API
    modules: [tracker]
organizations:
  - slug: Not A Slug
    name: Acme
    workspaces: [{ slug: web, name: Web }]
  - slug: beta
    name: Beta
    policy:
      max_days: 365
policy:
  max_days: 10
  default_days: 5
`
    const mistakes = await refuse(file)
    expect(mistakes.map((told) => told.split(' ').slice(0, 2).join(' '))).to.deep.equal([
      '3 modules[0].actions',
      '5 modules[1].title',
      '7 resource_servers[0].audience',
      '11 organizations[0].slug',
      '17 organizations[1].policy.max_days',
    ])
    expect(mistakes[0]).to.contain('Name each action only once.')
    expect(mistakes[4]).to.contain('stricter').and.contain('at most 10')
  })

  it('names the line where the text is no YAML at all', async () => {
    expect(await refuse('modules:\n  - name: a\n   bad: [\n')).to.satisfy((told: string[]) =>
      told.every((mistake) => /^\d+ {2}\S/.test(mistake)),
    )
    const twice = await refuse('modules: []\nmodules: []\n')
    expect(twice).to.have.length(1)
    expect(twice[0]).to.match(/^2 {2}.*unique/)
    expect(await refuse('a: 1\n---\nb: 2\n')).to.have.length(1)
    expect((await refuse('- a\n- b\n'))[0]).to.match(/^1 {2}must be a list of names and values/)
    expect(await refuse('x'.repeat(1_000_001))).to.have.length(1)
  })

  it('does not unfold references to references without end', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      return level === 0 ? 'l0: &l0 [a, a]' : `l${level}: &l${level} [*l${level - 1}, *l${level - 1}]`
    })
    expect(await refuse(`${levels.join('\n')}\n`)).to.have.length(1)
  })

  it('puts a mistake in a shared part at the place where it stands', async () => {
    const file = `modules:
  - &base
    name: one
    actions: Read
  - *base
`
    expect(await refuse(file)).to.deep.equal(
      [
        '4 modules[0].actions must be a list',
        '4 modules[1].actions must be a list',
        '3 modules[1].name “one” is listed twice',
      ].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    )
  })

  it('applies afterwards, when they are put right', async () => {
    const { changes } = await rooms.declarations.apply(OPERATOR, FILE)
    expect(changes).to.have.length(10)
  })
})
