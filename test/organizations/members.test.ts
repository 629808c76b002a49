import { expect } from 'chai'
import type { Account } from '../../src/accounts/index.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import type { MembershipRole, Organization, Workspace } from '../../src/organizations/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

const UNKNOWN = '019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'

describe('members', () => {
  let rooms: TestRooms
  let acme: Organization
  let docs: Workspace
  let ada: Account
  const add = (role: MembershipRole, given: object = {}) =>
    rooms.organizations.addMember(OPERATOR, { organizationId: acme.id, accountId: ada.id, role, ...given })
  const standings = (given: object = {}) =>
    rooms.organizations.findStandings(ada, { organizationId: acme.id, ...given })
  const events = async () =>
    await rooms.database.manager.query(
      `select name, account_id, data from audit_event
        where name like 'membership.%' and organization_id = $1 order by at, id`,
      [acme.id],
    )

  beforeEach(async () => {
    rooms = await freshRooms()
    acme = await rooms.createOrganization('Acme')
    docs = await rooms.organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Docs' })
    ada = await rooms.createAccount('ada')
  })
  afterEach(() => rooms.close())

  it('are added, change their role, and leave', async () => {
    const key = { organizationId: acme.id, accountId: ada.id }
    await add('member')
    const [member, ...others] = await rooms.organizations.listMembers({ organizationId: acme.id })
    expect(others).to.deep.equal([])
    expect(member?.since).to.be.a('date')
    expect({ ...member, since: undefined }).to.deep.equal({
      accountId: ada.id,
      email: ada.email,
      name: ada.name,
      kind: 'person',
      disabledAt: null,
      role: 'member',
      since: undefined,
    })
    for (const _ of [1, 2]) await rooms.organizations.changeMember(OPERATOR, { ...key, role: 'admin' })
    expect(await standings()).to.deep.equal(['member', 'organization_member', 'organization_admin'])
    await rooms.organizations.removeMember(OPERATOR, key)
    expect(await standings()).to.deep.equal(['member'])
    for (const gone of [
      () => rooms.organizations.removeMember(OPERATOR, key),
      () => rooms.organizations.changeMember(OPERATOR, { ...key, role: 'member' }),
      () => rooms.organizations.removeMember(OPERATOR, { ...key, accountId: '\u0000' }),
    ])
      expect(await failure(gone())).to.include({ code: 'not_a_member', kind: 'not_found' })
    expect(await events()).to.deep.equal([
      { name: 'membership.added', account_id: ada.id, data: { role: 'member' } },
      { name: 'membership.changed', account_id: ada.id, data: { role: 'admin' } },
      { name: 'membership.removed', account_id: ada.id, data: { role: 'admin' } },
    ])
  })

  it('of a workspace are members of its organization, and leave it with that', async () => {
    const inDocs = { workspaceId: docs.id }
    await add('admin', inDocs)
    expect(await standings()).to.deep.equal(['member', 'organization_member'])
    expect(await standings(inDocs)).to.deep.equal([
      'member',
      'organization_member',
      'workspace_member',
      'workspace_admin',
    ])
    expect(await rooms.organizations.membershipsOf(ada.id)).to.deep.equal([
      { organization: acme, role: 'member', workspaces: [{ workspace: docs, role: 'admin' }] },
    ])
    expect((await events()).map(({ data }: { data: object }) => data)).to.deep.equal([
      { role: 'member' },
      { role: 'admin', workspaceId: docs.id },
    ])
    await rooms.organizations.removeMember(OPERATOR, { organizationId: acme.id, accountId: ada.id })
    expect(await standings(inDocs)).to.deep.equal(['member'])
    expect(await rooms.organizations.listMembers({ organizationId: acme.id, ...inDocs })).to.deep.equal([])
  })

  it('leave a workspace and stay in the organization', async () => {
    await add('member', { workspaceId: docs.id })
    const key = { organizationId: acme.id, workspaceId: docs.id, accountId: ada.id }
    await rooms.organizations.changeMember(OPERATOR, { ...key, role: 'admin' })
    await rooms.organizations.removeMember(OPERATOR, key)
    expect(await standings({ workspaceId: docs.id })).to.deep.equal(['member', 'organization_member'])
  })

  it('who administer the organization administer its workspaces, and no others', async () => {
    await add('admin')
    const other = await rooms.createOrganization('Other')
    const theirs = await rooms.organizations.createWorkspace(OPERATOR, {
      organizationId: other.id,
      name: 'Theirs',
    })
    expect(await standings({ workspaceId: docs.id })).to.deep.equal([
      'member',
      'organization_member',
      'organization_admin',
      'workspace_admin',
    ])
    expect(await standings({ workspaceId: theirs.id })).to.not.include('workspace_admin')
    expect(await standings({ organizationId: other.id, workspaceId: theirs.id })).to.deep.equal(['member'])
    expect(await failure(add('member', { workspaceId: theirs.id }))).to.include({
      code: 'workspace_not_found',
    })
  })

  it('who administer the instance are members of nothing by that', async () => {
    const root = await rooms.createAccount('root', 'admin')
    const found = rooms.organizations.findStandings(root, { organizationId: acme.id, workspaceId: docs.id })
    expect(await found).to.deep.equal(['member', 'admin'])
    expect(await standings({ organizationId: 'x' })).to.deep.equal(['member'])
  })

  for (const where of ['the organization', 'a workspace']) {
    it(`are added to ${where} once, where several add them at once`, async () => {
      const given = where === 'a workspace' ? { workspaceId: docs.id } : {}
      const results = await Promise.allSettled([1, 2, 3, 4].map(() => add('member', given)))
      expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).to.include({ code: 'already_member', kind: 'conflict' })
    })
  }

  it('come into a workspace and leave the organization at once without a fault', async () => {
    const key = { organizationId: acme.id, accountId: ada.id }
    for (let round = 0; round < 5; round += 1) {
      await add('member')
      const results = await Promise.allSettled([
        add('member', { workspaceId: docs.id }),
        rooms.organizations.removeMember(OPERATOR, key),
      ])
      expect(results.map(({ status }) => status)).to.deep.equal(['fulfilled', 'fulfilled'])
      if ((await standings()).includes('organization_member'))
        await rooms.organizations.removeMember(OPERATOR, key)
    }
  })

  it('are people: service accounts belong to their organization without it, and unknown accounts are refused', async () => {
    const deploy = await rooms.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Deploy',
    })
    expect(await failure(add('member', { accountId: deploy.id }))).to.include({
      code: 'service_account_is_no_member',
    })
    for (const accountId of [UNKNOWN, 'x', '\u0000'])
      expect(await failure(add('member', { accountId }))).to.include({ code: 'account_not_found' })
  })

  it('are read a page at a time by address, each of them once, and searched, few or many', async () => {
    const place = { organizationId: acme.id }
    const readAll = async (limit: number) => {
      const found: string[] = []
      let after: string | undefined = ''
      while (after !== undefined) {
        const page = await rooms.organizations.listMemberPage(place, { after, limit })
        found.push(...page.items.map(({ email }) => email))
        after = page.next
      }
      return found
    }
    const search = async (text: string) =>
      (await rooms.organizations.listMemberPage(place, { text })).items.map(({ email }) => email)
    const fill = async (from: number, to: number) =>
      await rooms.database.manager.query(
        `with made as (
           insert into account (id, kind, email, name, role, password_changed_at, created_at)
           select gen_random_uuid(), 'person', 'p' || n || '@example.com', 'P ' || n, 'member', now(), now()
             from generate_series($2::int, $3::int) n returning id)
         insert into organization_membership (organization_id, account_id, role, created_at)
         select $1, id, 'member', now() from made`,
        [acme.id, from, to],
      )
    const emails = (to: number) => Array.from({ length: to }, (_, n) => `p${n + 1}@example.com`).sort()
    await fill(1, 7)
    expect(await readAll(3)).to.deep.equal(emails(7))
    expect(await search('P6@Ex')).to.deep.equal(['p6@example.com'])
    await fill(8, 3_100)
    expect(await readAll(500)).to.deep.equal(emails(3_100))
    expect(await search('P 309')).to.deep.equal(emails(3_100).filter((email) => email.startsWith('p309')))
    for (const nobody of ['%', '_', '\u0000', 'nobody']) expect(await search(nobody)).to.deep.equal([])
    const inDocs = { ...place, workspaceId: docs.id }
    expect(await rooms.organizations.listMemberPage(inDocs)).to.deep.equal({ items: [], next: undefined })
    for (const after of ['\u0000', '\ud800'])
      expect(await rooms.organizations.listMemberPage(place, { after })).to.deep.equal({
        items: [],
        next: undefined,
      })
  })

  it('are looked for so long, and then further on, where they are few among many accounts', async () => {
    await rooms.database.manager.query(
      `with made as (
         insert into account (id, kind, email, name, role, password_changed_at, created_at)
         select gen_random_uuid(), 'person', 'p' || lpad(n::text, 5, '0') || '@example.com', 'P ' || n, 'member', now(), now()
           from generate_series(1, 14000) n returning id, email)
       insert into organization_membership (organization_id, account_id, role, created_at)
       select $1, id, 'member', now() from made where email > 'p10950'`,
      [acme.id],
    )
    const place = { organizationId: acme.id }
    const first = await rooms.organizations.listMemberPage(place)
    expect(first.items).to.deep.equal([])
    expect(first.next).to.be.a('string')
    const second = await rooms.organizations.listMemberPage(place, { after: first.next })
    expect(second.items.map(({ email }) => email)[0]).to.equal('p10950@example.com')
    expect(second.items).to.have.length(50)
  })
})
