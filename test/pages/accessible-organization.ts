import { OPERATOR } from '../../src/audit/index.ts'
import type { TestServer } from '../support/server.ts'

const LONG = 'An-organization-without-a-space-in-its-name'.padEnd(80, 'x')

/** An organization that an account administers, with one of everything. @returns its pages, by what they show */
export async function fillOrganization(
  server: TestServer,
  accountId: string,
): Promise<Record<string, string>> {
  const { organizations, tokens } = server
  const { id: organizationId } = await organizations.create(OPERATOR, { name: LONG, slug: 'acme' })
  await organizations
    .create(OPERATOR, { name: 'Empty', slug: 'empty' })
    .then(({ id }) => organizations.addMember(OPERATOR, { organizationId: id, accountId, role: 'admin' }))
  await organizations.addMember(OPERATOR, { organizationId, accountId, role: 'admin' })
  const build = await organizations.createWorkspace(OPERATOR, { organizationId, name: 'Build' })
  const robot = await organizations.createServiceAccount(OPERATOR, { organizationId, name: 'Release robot' })
  const linus = await server.createAccount('linus')
  const key = { organizationId, workspaceId: build.id, accountId: linus.id }
  await organizations.addMember(OPERATOR, { ...key, role: 'admin' })
  const by = { kind: 'account', id: linus.id } as const
  const place = { organizationId, workspaceId: build.id, accountId: linus.id }
  const minted = await tokens.mint(by, {
    ...place,
    kind: 'workspace',
    name: 'Nightly build',
    scopes: ['tracker:write'],
    networks: ['203.0.113.0/24', '2001:db8:1234:5678:9abc:def0:1234:5678'],
  })
  await organizations.changeMember(OPERATOR, { ...key, role: 'member' })
  const own = { kind: 'account', id: accountId } as const
  const scopes = ['tracker:read']
  await tokens.mint(own, { accountId: robot.id, name: 'Release', scopes })
  await tokens.mint(own, {
    accountId,
    kind: 'workspace',
    organizationId,
    workspaceId: build.id,
    name: 'x',
    scopes,
  })
  await server.catalogue.addModule(OPERATOR, {
    name: 'files',
    title: 'Files',
    actions: ['read', 'issue_view'],
  })
  await server.catalogue.addModule(OPERATOR, { name: 'upload', title: 'Upload', actions: [] })
  await server.catalogue.createResourceServer(OPERATOR, {
    name: 'Tracker API',
    audience: 'https://tracker.example.com/an/address/that/is/rather/long/for/a/small/screen',
    modules: ['tracker'],
  })
  const at = '/organizations/acme'
  const inactive = `/account/tokens/${minted.token.id}`
  return {
    'an inactive token': inactive,
    'edit a token': `${inactive}/edit`,
    'a form for a workspace': '/account/tokens/new?kind=workspace:acme/build&networks=10.0.0.0/8',
    'a form for a service account': `/account/tokens/new?for=${robot.id}`,
    organizations: '/organizations',
    'an organization': at,
    'an organization without tokens': '/organizations/empty',
    members: `${at}/members?done=added`,
    'a member': `${at}/members/${accountId}`,
    'a member of a workspace': `${at}/workspaces/build/members/${linus.id}`,
    workspaces: `${at}/workspaces`,
    'no workspaces': '/organizations/empty/workspaces',
    'a workspace': `${at}/workspaces/build`,
    'service accounts': `${at}/service-accounts`,
    'no service accounts': '/organizations/empty/service-accounts',
    'a service account': `${at}/service-accounts/${robot.id}`,
    'disable a service account': `${at}/service-accounts/${robot.id}/disable`,
  }
}
