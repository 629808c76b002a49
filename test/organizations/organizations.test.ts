import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import type { Organization } from '../../src/organizations/index.ts'
import { countInWords } from '../../src/organizations/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

const UNKNOWN = '019aaaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa'

describe('organizations', () => {
  let rooms: TestRooms
  let acme: Organization
  const events = async (prefix: string): Promise<{ name: string; data: object }[]> =>
    await rooms.database.manager.query(
      `select name, data from audit_event where name like $1 and organization_id = $2 order by at, id`,
      [`${prefix}%`, acme.id],
    )
  const names = async (prefix: string) => (await events(prefix)).map(({ name }) => name)

  beforeEach(async () => {
    rooms = await freshRooms()
    acme = await rooms.organizations.create(OPERATOR, { name: 'Acme' })
  })
  afterEach(() => rooms.close())

  for (const [name, slug] of [
    ['Café Zürich & Söhne', 'cafe-zurich-sohne'],
    ['  R2-D2 (Labs) ', 'r2-d2-labs'],
    [`${'long '.repeat(15)}`, 'long-long-long-long-long-long-long-long'],
  ] as const) {
    it(`have a slug made of the name: “${name.slice(0, 20)}” is ${slug}`, async () => {
      expect(await rooms.organizations.create(OPERATOR, { name })).to.include({ slug, disabledAt: null })
    })
  }

  for (const slug of [
    'Acme',
    '-a',
    'a-',
    'a--b',
    'a b',
    'a/b',
    'ä',
    'a'.repeat(41),
    'a\u0000',
    'new',
    'tokens',
  ]) {
    it(`are refused the slug “${slug.slice(0, 20).replaceAll('\u0000', 'NUL')}”`, async () => {
      const error = await failure(rooms.organizations.create(OPERATOR, { name: 'X', slug }))
      expect(error).to.include({ code: 'slug_invalid', field: 'slug' })
      expect(await rooms.organizations.findBySlug(slug)).to.equal(undefined)
    })
  }

  it('are asked for a slug where the name has no letter of a–z', async () => {
    const create = (slug?: string) => rooms.organizations.create(OPERATOR, { name: '株式会社', slug })
    expect(await failure(create())).to.include({ code: 'slug_invalid', field: 'slug' })
    expect(await create('kaisha')).to.include({ name: '株式会社', slug: 'kaisha' })
  })

  it('are one for a slug, also where two are made at once', async () => {
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => rooms.organizations.create(OPERATOR, { name: 'Twice' })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).to.have.length(1)
    for (const result of results)
      if (result.status === 'rejected')
        expect(result.reason).to.include({ code: 'organization_taken', kind: 'conflict', field: 'slug' })
  })

  it('get another name and slug, and their service accounts follow', async () => {
    const { organizations } = rooms
    const deploy = await organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Deploy',
    })
    expect(deploy).to.include({ email: 'deploy@acme.service.internal', kind: 'service', role: 'member' })
    const changed = await organizations.change(OPERATOR, acme.id, { slug: 'acme-2', name: 'Acme two' })
    expect(changed).to.deep.equal({ ...acme, slug: 'acme-2', name: 'Acme two' })
    expect(await organizations.find(acme.id)).to.deep.equal(changed)
    expect(await rooms.accounts.find(deploy.id)).to.include({ email: 'deploy@acme-2.service.internal' })
    const next = await organizations.create(OPERATOR, { name: 'Acme' })
    await organizations.createServiceAccount(OPERATOR, { organizationId: next.id, name: 'Deploy' })
    expect(await failure(organizations.change(OPERATOR, next.id, { slug: 'acme-2' }))).to.include({
      code: 'organization_taken',
    })
    await organizations.change(OPERATOR, acme.id, { name: 'Acme two' })
    expect(await names('organization.')).to.deep.equal(['organization.created', 'organization.changed'])
  })

  it('are disabled and enabled, and twice is no error', async () => {
    const { organizations } = rooms
    for (const _ of [1, 2])
      expect(await organizations.disable(OPERATOR, acme.id)).to.have.property('disabledAt')
    expect((await organizations.find(acme.id))?.disabledAt).to.be.a('date')
    for (const _ of [1, 2])
      expect(await organizations.enable(OPERATOR, acme.id)).to.have.property('disabledAt', null)
    expect(await names('organization.')).to.deep.equal([
      'organization.created',
      'organization.disabled',
      'organization.enabled',
    ])
  })

  it('have workspaces, whose slugs are theirs alone', async () => {
    const { organizations } = rooms
    const other = await organizations.create(OPERATOR, { name: 'Other' })
    const docs = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Docs' })
    expect(docs).to.include({ slug: 'docs', organizationId: acme.id })
    await organizations.createWorkspace(OPERATOR, { organizationId: other.id, name: 'Docs' })
    const again = organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Docs' })
    expect(await failure(again)).to.include({ code: 'workspace_taken', field: 'slug' })
    const web = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Web' })
    expect(await failure(organizations.changeWorkspace(OPERATOR, web.id, { slug: 'docs' }))).to.include({
      code: 'workspace_taken',
    })
    await organizations.changeWorkspace(OPERATOR, web.id, { name: 'Website', slug: 'site' })
    await organizations.disableWorkspace(OPERATOR, web.id)
    await organizations.disableWorkspace(OPERATOR, web.id)
    const found = await organizations.findWorkspace(acme.id, 'site')
    expect(found).to.include({ id: web.id, name: 'Website' })
    expect(found?.disabledAt).to.be.a('date')
    expect(await organizations.enableWorkspace(OPERATOR, web.id)).to.have.property('disabledAt', null)
    expect((await organizations.listWorkspaces(acme.id)).map(({ slug }) => slug)).to.deep.equal([
      'docs',
      'site',
    ])
    expect(await names('workspace.')).to.deep.equal([
      'workspace.created',
      'workspace.created',
      'workspace.changed',
      'workspace.disabled',
      'workspace.enabled',
    ])
  })

  it('have service accounts, each slug once', async () => {
    const { organizations } = rooms
    const create = (given: object) =>
      organizations.createServiceAccount(OPERATOR, {
        organizationId: acme.id,
        name: 'Nightly build',
        ...given,
      })
    const nightly = await create({})
    expect(nightly).to.include({ email: 'nightly-build@acme.service.internal', organizationId: acme.id })
    expect(await failure(create({}))).to.include({ code: 'service_account_taken', field: 'slug' })
    expect(await failure(create({ slug: 'No slug' }))).to.include({ code: 'slug_invalid' })
    expect(await failure(create({ name: '\u202e' }))).to.include({ code: 'name_invalid', field: 'name' })
    await create({ slug: 'agent' })
    const listed = await organizations.listServiceAccounts(acme.id)
    expect(listed.map(({ email, activeTokens }) => [email, activeTokens])).to.deep.equal([
      ['agent@acme.service.internal', 0],
      ['nightly-build@acme.service.internal', 0],
    ])
    expect(await events('account.')).to.have.length(2)
    expect(await organizations.membershipsOf(nightly.id)).to.deep.equal([
      { organization: acme, role: null, workspaces: [] },
    ])
  })

  it('U13 answer unknown and malformed ids with “not found”, and never ask the database for the latter', async () => {
    const { organizations } = rooms
    for (const id of [UNKNOWN, 'x', '\u0000', '', acme.id.toUpperCase()]) {
      expect(await organizations.find(id), id).to.equal(undefined)
      expect(await organizations.findBySlug(id), id).to.equal(undefined)
      expect(await organizations.findWorkspace(id, 'docs'), id).to.equal(undefined)
      expect(await organizations.findWorkspace(acme.id, id), id).to.equal(undefined)
      for (const place of [{ organizationId: id }, { organizationId: acme.id, workspaceId: id }])
        expect(await organizations.listMembers(place), id).to.deep.equal([])
      expect(await organizations.listWorkspaces(id), id).to.deep.equal([])
      expect(await organizations.listServiceAccounts(id), id).to.deep.equal([])
      expect((await organizations.listWorkspacePage(id)).items, id).to.deep.equal([])
      expect((await organizations.listServiceAccountPage(id)).items, id).to.deep.equal([])
      expect((await organizations.listMemberPage({ organizationId: id })).items, id).to.deep.equal([])
      expect(await organizations.findMember({ organizationId: acme.id }, id), id).to.equal(undefined)
      expect(await organizations.membershipsOf(id), id).to.deep.equal([])
      for (const refused of [
        () => organizations.change(OPERATOR, id, { name: 'x' }),
        () => organizations.disable(OPERATOR, id),
        () => organizations.createWorkspace(OPERATOR, { organizationId: id, name: 'x' }),
        () => organizations.createServiceAccount(OPERATOR, { organizationId: id, name: 'x' }),
        () => organizations.removeMember(OPERATOR, { organizationId: id, accountId: UNKNOWN }),
      ])
        expect(await failure(refused()), id).to.include({ code: 'organization_not_found', kind: 'not_found' })
      for (const refused of [
        () => organizations.changeWorkspace(OPERATOR, id, { name: 'x' }),
        () => organizations.enableWorkspace(OPERATOR, id),
      ])
        expect(await failure(refused()), id).to.include({ code: 'workspace_not_found', kind: 'not_found' })
    }
  })

  it('count what they have', async () => {
    const { organizations } = rooms
    const ada = await rooms.createAccount('ada')
    const docs = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Docs' })
    const place = { organizationId: acme.id, workspaceId: docs.id }
    await organizations.addMember(OPERATOR, { ...place, accountId: ada.id, role: 'admin' })
    await organizations.createServiceAccount(OPERATOR, { organizationId: acme.id, name: 'Deploy' })
    expect(await organizations.list()).to.deep.equal([
      { ...acme, members: 1, workspaces: 1, serviceAccounts: 1 },
    ])
    expect(await organizations.listWorkspaces(acme.id)).to.deep.equal([{ ...docs, members: 1 }])
  })

  it('are found by any part of their slug or name, a page at a time', async () => {
    const { organizations, database } = rooms
    await database.manager.query(
      `insert into organization (id, slug, name, created_at)
       select gen_random_uuid(), 'team-' || lpad(n::text, 5, '0'), 'Team ' || n || case when n = 20500 then ' 100%' else '' end, now()
         from generate_series(1, 20600) n`,
    )
    const slugs = ({ items }: { items: { slug: string }[] }) => items.map(({ slug }) => slug)
    const first = await organizations.search({ limit: 3 })
    expect(slugs(first)).to.deep.equal(['acme', 'team-00001', 'team-00002'])
    const second = await organizations.search({ limit: 3, after: first.next })
    expect(slugs(second)).to.deep.equal(['team-00003', 'team-00004', 'team-00005'])
    expect(await organizations.search({ text: 'TEAM 123', limit: 500 }))
      .to.have.nested.property('items')
      .with.length(111)
    // It is looked for so long, and then further on.
    const far = await organizations.search({ text: '100%' })
    expect(far.items).to.deep.equal([])
    const further = await organizations.search({ text: '100%', after: far.next })
    expect(slugs(further)).to.deep.equal(['team-20500'])
    expect(further.next).to.equal(undefined)
    for (const text of ['\u0000', '\ud800'])
      expect((await organizations.search({ text })).items).to.deep.equal([])
  })

  it('have workspaces and service accounts by pages, and count no more than is told', async () => {
    const { organizations, database } = rooms
    const ada = await rooms.createAccount('ada')
    for (const name of ['Build', 'Docs', 'Web']) {
      const { id } = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name })
      const key = { organizationId: acme.id, workspaceId: id, accountId: ada.id }
      if (name !== 'Docs') await organizations.addMember(OPERATOR, { ...key, role: 'member' })
      await organizations.createServiceAccount(OPERATOR, { organizationId: acme.id, name })
    }
    const workspaces = await organizations.listWorkspacePage(acme.id, { limit: 2 })
    expect(workspaces.items.map(({ slug, members }) => [slug, members])).to.deep.equal([
      ['build', 1],
      ['docs', 0],
    ])
    expect(await organizations.listWorkspacePage(acme.id, { after: workspaces.next }))
      .to.have.property('items')
      .with.length(1)
    const own = await organizations.listWorkspacePage(acme.id, { memberId: ada.id })
    expect(own.items.map(({ slug }) => slug)).to.deep.equal(['build', 'web'])
    const services = await organizations.listServiceAccountPage(acme.id, { limit: 2 })
    expect(services.items.map(({ name }) => name)).to.deep.equal(['Build', 'Docs'])
    const rest = await organizations.listServiceAccountPage(acme.id, { after: services.next })
    expect(rest.items.map(({ name }) => name)).to.deep.equal(['Web'])
    await database.manager.query(
      `insert into workspace (id, organization_id, slug, name, created_at)
       select gen_random_uuid(), $1, 'x' || n, 'X', now() from generate_series(1, 10001) n`,
      [acme.id],
    )
    const [{ workspaces: count } = { workspaces: 0 }] = (await organizations.search({ text: 'acme' })).items
    expect(countInWords(count)).to.equal('more than 10,000')
  })
})
