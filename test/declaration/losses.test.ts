import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { CutsOffTokens } from '../../src/declaration/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { FILE } from './support.ts'

const EDITS: [what: string, edit: (file: string) => string, told: string][] = [
  [
    'removes a module',
    (file) => file.replace(/ {2}- name: upload[\s\S]*?\n(?=organizations)/, '').replace(', upload', ''),
    'module upload would be removed: 1 token',
  ],
  [
    'takes an action away',
    (file) => file.replace(', issue_view', ''),
    'tracker:issue_view would be no more: 1 token',
  ],
  [
    'serves a module no longer',
    (file) => file.replace('[tracker, upload]', '[tracker]'),
    'https://tracker.example.com would no longer serve upload: 1 token',
  ],
  [
    'leaves out a resource server',
    (file) => file.replace(/resource_servers:[\s\S]*?(?=modules:\n)/, 'resource_servers: []\n'),
    'resource server https://tracker.example.com would be disabled: 5 tokens',
  ],
  [
    'leaves out an organization',
    (file) => file.replace(/organizations:[\s\S]*?(?=policy:\n {2}max_days: 90)/, 'organizations: []\n'),
    'organization acme would be disabled: 1 token',
  ],
  [
    'leaves out a workspace',
    (file) => file.replace(/workspaces:\n.*\n.*\n/, 'workspaces: []\n'),
    'workspace acme/web would be disabled: 1 token',
  ],
  [
    'shortens lives',
    (file) =>
      file.replace('max_days: 90', 'max_days: 7\n  default_days: 7').replace('max_days: 30', 'max_days: 7'),
    'the policy would end, now or earlier than they end as it is: 4 tokens',
  ],
  [
    'lets members grant less',
    (file) => file.replace(", 'tracker:write'", ''),
    'tracker:write would no longer be granted to their owners: 1 token',
  ],
  [
    'lets an organization’s tokens do less',
    (file) => file.replace('max_days: 30', "max_days: 30\n      scopes: ['*:read']"),
    'admin patmint:admin patmint:read patmint:self_rotate patmint:write tracker:issue_view tracker:read tracker:write upload would no longer be granted to their owners: 4 tokens',
  ],
  [
    'has every use come from fewer networks',
    (file) => file.replace('[203.0.113.0/24]', '[203.0.113.128/25]'),
    'the policy would leave fewer networks to be used from: 4 tokens',
  ],
]

describe('a catalogue file that would cut off tokens', () => {
  let rooms: TestRooms

  before(async () => {
    rooms = await freshRooms()
    await rooms.declarations.apply(OPERATOR, FILE)
    const { id } = await rooms.createAccount('ada', 'admin')
    const organization = await rooms.organizations.findBySlug('acme')
    const organizationId = organization?.id ?? ''
    await rooms.organizations.addMember(OPERATOR, { organizationId, accountId: id, role: 'admin' })
    const workspace = await rooms.organizations.findWorkspace(organizationId, 'web')
    const mint = (scopes: string, more = {}) =>
      rooms.tokens.mint(OPERATOR, { accountId: id, name: scopes, scopes, ...more })
    await mint('tracker:issue_view')
    await mint('upload')
    const place = { kind: 'workspace', organizationId, workspaceId: workspace?.id ?? '' } as const
    await mint('tracker:write', { ...place, networks: ['203.0.113.7'] })
    await mint('admin')
    const mia = await rooms.createAccount('mia')
    await mint('tracker:write', { accountId: mia.id })
  })

  after(() => rooms.close())

  for (const [what, edit, told] of EDITS) {
    it(`is refused with the count where it ${what}`, async () => {
      const file = edit(FILE)
      expect(file).to.not.equal(FILE)
      const before = await rooms.declarations.export()
      const error = await rooms.declarations.apply(OPERATOR, file).catch((e: unknown) => e)
      if (!(error instanceof CutsOffTokens)) throw error
      expect(error.losses.map(({ text }) => text)).to.include(told)
      expect(error.message).to.contain('--force')
      expect(await rooms.declarations.export()).to.equal(before)
      const tried = await rooms.declarations.apply(OPERATOR, file, { dryRun: true })
      expect(tried.losses).to.deep.equal(error.losses)
      expect(await rooms.declarations.export()).to.equal(before)
    })
  }

  it('is applied where that is meant, and says what was lost', async () => {
    const file = FILE.replace(', issue_view', '')
    const forced = await rooms.declarations.apply(OPERATOR, file, { force: true })
    expect(forced.losses).to.deep.equal([{ tokens: 1, text: 'tracker:issue_view would be no more: 1 token' }])
    const [event] = (await rooms.audit.list({ name: 'declaration.applied' })).events
    expect(event?.data['losses']).to.deep.equal(['tracker:issue_view would be no more: 1 token'])
    expect((await rooms.declarations.apply(OPERATOR, file)).changes).to.deep.equal([])
  })

  it('is not refused for what no live token has', async () => {
    await rooms.declarations.apply(
      OPERATOR,
      FILE.replace('actions: [read, write, issue_view]', 'actions: [read, write, vote]'),
      { force: true },
    )
    const { losses } = await rooms.declarations.apply(OPERATOR, FILE.replace(', issue_view', ''))
    expect(losses).to.deep.equal([])
  })
})
