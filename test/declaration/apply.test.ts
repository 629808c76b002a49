import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'
import { FILE, summarise } from './support.ts'

describe('applying a catalogue file', () => {
  let rooms: TestRooms

  beforeEach(async () => {
    rooms = await freshRooms()
  })

  afterEach(() => rooms.close())

  it('makes the server what the file says, in the order in which things need each other', async () => {
    const { changes, losses, secrets } = await rooms.declarations.apply(OPERATOR, FILE)
    expect(summarise(changes)).to.deep.equal([
      '~ module tracker: title “Tracker” → “Issues”, description “Issues, boards and comments.” → “Issues and boards.”, actions read, write → read, write, issue_view',
      '+ module upload: upload',
      '+ resource server https://tracker.example.com: “Tracker API”, serves tracker, upload',
      '- module calendar: removed',
      '- module documents: removed',
      '- module drive: removed',
      '~ policy of the instance: max days 365 → 90, member scopes * → *:read, tracker:write',
      '+ organization acme: “Acme”',
      '+ workspace acme/web: “Website”',
      '~ policy of acme: max days none → 30, networks none → 203.0.113.0/24',
    ])
    expect(losses).to.deep.equal([])
    const [server] = await rooms.catalogue.listResourceServers()
    expect(secrets.map(({ clientId, audience }) => ({ clientId, audience }))).to.deep.equal([
      { clientId: server?.clientId, audience: 'https://tracker.example.com' },
    ])
    expect(secrets[0]?.secret).to.match(/^\w{43}$/)
    const acme = await rooms.organizations.findBySlug('acme')
    expect(await rooms.policies.ofOrganization(acme?.id ?? '')).to.deep.equal({
      maxDays: 30,
      networks: ['203.0.113.0/24'],
    })
    expect(await rooms.policies.instance()).to.include({ maxDays: 90, defaultDays: 30 })
  })

  it('changes nothing the second time, and writes no event', async () => {
    await rooms.declarations.apply(OPERATOR, FILE)
    const before = await rooms.audit.list({})
    const again = await rooms.declarations.apply(OPERATOR, FILE)
    expect(again).to.deep.equal({ changes: [], losses: [], secrets: [] })
    expect(await rooms.audit.list({})).to.deep.equal(before)
  })

  it('changes nothing where the file is what was exported', async () => {
    await rooms.declarations.apply(OPERATOR, FILE)
    const file = await rooms.declarations.export()
    expect((await rooms.declarations.apply(OPERATOR, file)).changes).to.deep.equal([])
    expect(await rooms.declarations.export()).to.equal(file)
  })

  it('exports an organization’s limits as they are in effect, which any other server takes', async () => {
    const own = FILE.replace(
      'max_days: 30',
      'max_days: 80\n      default_days: 70\n      allow_never: false\n      tokens_per_account: 9\n      kinds: [personal, workspace]',
    )
    await rooms.declarations.apply(OPERATOR, own)
    const stricter = {
      maxDays: 50,
      tokensPerAccount: 20,
      kinds: ['personal', 'organization'],
      maxIdleDays: 9,
    }
    await rooms.policies.change(OPERATOR, { ...(await rooms.policies.instance()), ...stricter })
    const file = await rooms.declarations.export()
    expect(file).to.contain(
      [
        'default_days: 50',
        'max_days: 50',
        'allow_never: false',
        'tokens_per_account: 9',
        'kinds: [personal]',
        'networks: [203.0.113.0/24]',
      ].join('\n      '),
    )
    expect((await rooms.declarations.apply(OPERATOR, file)).changes).to.deep.equal([])
    const other = await freshRooms()
    await other.declarations.apply(OPERATOR, file)
    expect(await other.declarations.export()).to.equal(file)
    await other.close()
    await rooms.declarations.apply(OPERATOR, file.replaceAll(/^ {2}max_days: 50/gm, '  max_days: 90'))
    const acme = await rooms.organizations.findBySlug('acme')
    const limits = async () => await rooms.policies.ofOrganization(acme?.id ?? '')
    expect(await limits()).to.include({ maxDays: 50, defaultDays: 50 })
    await rooms.declarations.apply(OPERATOR, file.replaceAll('_days: 50', '_days: 40'))
    expect(await limits(), 'also where the instance is made as strict').to.include({ maxDays: 40 })
  })

  it('leaves alone the sections that the file does not have', async () => {
    await rooms.declarations.apply(OPERATOR, FILE)
    const before = await rooms.declarations.export()
    expect((await rooms.declarations.apply(OPERATOR, '# nothing\n')).changes).to.deep.equal([])
    await rooms.declarations.apply(OPERATOR, 'organizations: [{ slug: acme, name: Acme }]')
    expect(await rooms.declarations.export()).to.equal(before)
  })

  it('disables what is no longer listed, and enables it when it is listed again, with the same client id', async () => {
    await rooms.declarations.apply(OPERATOR, FILE)
    const [before] = await rooms.catalogue.listResourceServers()
    const without = await rooms.declarations.apply(OPERATOR, 'resource_servers: []\norganizations: []\n')
    expect(summarise(without.changes)).to.deep.equal([
      '- resource server https://tracker.example.com: disabled',
      '- organization acme: disabled',
    ])
    expect(await rooms.declarations.export())
      .to.contain('resource_servers: []')
      .and.contain('organizations: []')
    const again = await rooms.declarations.apply(OPERATOR, FILE)
    expect(summarise(again.changes)).to.deep.equal([
      '+ resource server https://tracker.example.com: enabled again',
      '+ organization acme: enabled again',
    ])
    expect(again.secrets).to.deep.equal([])
    const [after] = await rooms.catalogue.listResourceServers()
    expect(after).to.deep.equal(before)
  })

  it('writes every verb’s own event, and one that tells of all of it', async () => {
    await rooms.declarations.apply(OPERATOR, FILE)
    const { events } = await rooms.audit.list({ actor: 'operator' })
    const [applied] = events
    expect(applied?.name).to.equal('declaration.applied')
    expect(applied?.data['changes']).to.have.length(10).and.to.include('+ workspace acme/web: “Website”')
    expect(events.map(({ name }) => name)).to.include.members([
      'module.changed',
      'module.created',
      'module.removed',
      'client.created',
      'organization.created',
      'workspace.created',
      'policy.changed',
    ])
  })

  it('tells what is different and changes nothing in a dry run', async () => {
    const before = await rooms.declarations.export()
    const events = await rooms.audit.list({})
    const tried = await rooms.declarations.apply(OPERATOR, FILE, { dryRun: true })
    expect(tried.changes).to.have.length(10)
    expect(tried.secrets).to.deep.equal([])
    expect(await rooms.declarations.export()).to.equal(before)
    expect(await rooms.audit.list({})).to.deep.equal(events)
  })

  it('takes turns: of two at once, the second finds nothing to do', async () => {
    const both = await Promise.all([
      rooms.declarations.apply(OPERATOR, FILE),
      rooms.declarations.apply(OPERATOR, FILE),
    ])
    expect(both.map(({ changes }) => changes.length).sort((a, b) => a - b)).to.deep.equal([0, 10])
    expect(await rooms.catalogue.listResourceServers()).to.have.length(1)
  })

  it('keeps nothing where the last thing fails', async () => {
    const before = await rooms.declarations.export()
    const record = `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`
    await rooms.database.manager.query(record)
    await rooms.database.manager.query(
      `create trigger refuse before insert on audit_event for each row when (new.name = 'declaration.applied') execute function refuse()`,
    )
    const failed = await rooms.declarations.apply(OPERATOR, FILE).catch((error: unknown) => error)
    expect(String(failed)).to.contain('no')
    expect(await rooms.declarations.export()).to.equal(before)
    expect((await rooms.audit.list({ name: 'organization.' })).events).to.deep.equal([])
  })
})
