import { OPERATOR } from '../../../src/audit/index.ts'
import { type Act, acts } from '../act.ts'
import type { World } from '../world.ts'

/** An organization's pages and the console's have the same forms of members, under other addresses. */
type Door = {
  readonly organization: string
  readonly workspace: string
  /** Where a member is added, under either. */
  readonly add: string
  readonly account: string
  /** Whether the API has the same: once is enough. */
  readonly hasOperations: boolean
  readonly params: (world: World) => { [name: string]: string }
}

const OWN: Door = {
  organization: '/organizations/:slug',
  workspace: '/organizations/:slug/workspaces/:workspace',
  add: '/members',
  account: 'id',
  hasOperations: true,
  params: () => ({ slug: 'acme', workspace: 'build' }),
}

const CONSOLE: Door = {
  organization: '/admin/organizations/:organization',
  workspace: '/admin/organizations/:organization/workspaces/:workspace',
  add: '/members/new',
  account: 'account',
  hasOperations: false,
  params: () => ({ organization: 'acme', workspace: 'build' }),
}

/** Who is to be added to the workspace is in the organization already: who administers the workspace adds nobody else. */
const findNewcomer = async ({ make }: World, on: 'organization' | 'workspace') => {
  if (on === 'workspace') return await make.member('organization')
  const { id: accountId, email } = await make.account()
  return { accountId, email }
}

/** A page of members begins after an address. */
const justBefore = (email: string): string => `?members=${encodeURIComponent(email.slice(0, -1))}`

function members(on: 'organization' | 'workspace', door: Door): readonly Act[] {
  const action = on === 'organization' ? 'organization.manage_members' : 'workspace.manage_members'
  const base = `post ${door[on]}`
  const noun = on === 'organization' ? 'Organization' : 'Workspace'
  const by = (verb: string) => (door.hasOperations ? ` & api ${verb}${noun}Member` : '')
  const of = (world: World, accountId: string) => ({
    params: { ...door.params(world), [door.account]: accountId },
    organization_id: world.acme.id,
    account_id: accountId,
  })
  return acts(action, on, {
    [`${base}${door.add}${by('add')}`]: async (world) => {
      const { accountId, email } = await findNewcomer(world, on)
      const { params, ...about } = of(world, accountId)
      return { params, fields: { email, role: 'member' }, event: { name: 'membership.added', ...about } }
    },
    [`${base}/members/:${door.account}${by('change')}`]: async (world) => {
      const { params, ...about } = of(world, (await world.make.member(on)).accountId)
      return { params, fields: { role: 'admin' }, event: { name: 'membership.changed', ...about } }
    },
    [`${base}/members/:${door.account}/remove${by('remove')}`]: async (world) => {
      const { params, ...about } = of(world, (await world.make.member(on)).accountId)
      return { params, event: { name: 'membership.removed', ...about } }
    },
  })
}

const inAcme = { slug: 'acme' }
const inBuild = { slug: 'acme', workspace: 'build' }
/** A page shows fifty at the most. */
const NEWEST_FIRST = '?sort=created'
/** The lists of tokens are asked for those of a place by its ids. */
const ofPlace = ({ acme, build }: World) => ({
  organization: `?organizationId=${acme.id}`,
  workspace: `?organizationId=${acme.id}&workspaceId=${build.id}`,
})
const named = ({ make, acme }: World, name: string) => ({
  fields: { name: make.name(), slug: '' },
  event: { name, organization_id: acme.id },
})

export const PLACE_ACTS: readonly Act[] = [
  ...[OWN, CONSOLE].flatMap((door) => [...members('organization', door), ...members('workspace', door)]),
  ...acts('workspace.see', 'workspace', {
    'get /organizations/:slug/workspaces/:workspace & api getWorkspaceMember': async ({ make }) => {
      const { accountId, email } = await make.member('workspace')
      return { params: { ...inBuild, accountId }, shows: email }
    },
    'api listWorkspaceMembers': async () => ({ params: inBuild, shows: 'disabled@example.com' }),
    'api getWorkspace': async () => ({ params: inBuild, shows: 'Build' }),
  }),
  ...acts('workspace.see_tokens', 'workspace', {
    'get /organizations/:slug/workspaces/:workspace & api listTokens & graphql apiTokens': async (world) => ({
      params: inBuild,
      query: NEWEST_FIRST,
      api: { query: ofPlace(world).workspace },
      shows: (await world.make.token('workspace_token', world.maker)).token.name,
    }),
  }),
  ...acts('organization.see', 'organization', {
    'get /organizations/:slug/members & api getOrganizationMember': async ({ make }) => {
      const { accountId, email } = await make.member('organization')
      return { params: { ...inAcme, accountId }, query: justBefore(email), shows: email }
    },
    'api listOrganizationMembers': async () => ({
      params: inAcme,
      api: { query: '?limit=100' },
      shows: 'disabled@example.com',
    }),
    'api getOrganization': async () => ({ params: inAcme, shows: 'Acme' }),
    'api listWorkspaces': async () => ({ params: inAcme, shows: '"data"' }),
  }),
  ...acts('organization.see_tokens', 'organization', {
    'get /organizations/:slug & api listTokens & graphql apiTokens': async (world) => ({
      params: inAcme,
      query: NEWEST_FIRST,
      api: { query: ofPlace(world).organization },
      shows: (await world.make.token('organization_token', world.maker)).token.name,
    }),
  }),
  ...acts('organization.create_workspace', 'organization', {
    'post /organizations/:slug/workspaces & api createWorkspace': async (world) => ({
      params: inAcme,
      ...named(world, 'workspace.created'),
    }),
    'post /admin/organizations/:organization/workspaces/new': async (world) => ({
      params: { organization: 'acme' },
      ...named(world, 'workspace.created'),
    }),
  }),
  ...acts('organization.manage_service_accounts', 'organization', {
    'post /organizations/:slug/service-accounts & api createServiceAccount': async (world) => ({
      params: inAcme,
      ...named(world, 'account.created'),
    }),
    'post /admin/organizations/:organization/service-accounts/new': async (world) => ({
      params: { organization: 'acme' },
      ...named(world, 'account.created'),
    }),
    'post /organizations/:slug/service-accounts/:id/disable & api disableServiceAccount': async ({
      make,
    }) => {
      const { id } = await make.serviceAccount()
      return { params: { ...inAcme, id }, event: { name: 'account.disabled', account_id: id } }
    },
    'post /organizations/:slug/service-accounts/:id/enable & api enableServiceAccount': async ({
      make,
      server,
    }) => {
      const { id } = await make.serviceAccount()
      await server.accounts.disable(OPERATOR, id)
      return { params: { ...inAcme, id }, event: { name: 'account.enabled', account_id: id } }
    },
    'api listServiceAccounts': async () => ({ params: inAcme, shows: 'robot@acme.service.internal' }),
    'api getServiceAccount': async ({ robot }) => ({
      params: { ...inAcme, id: robot.id },
      shows: robot.email,
    }),
    'api listServiceAccountTokens': async ({ make, robot }) => ({
      params: { ...inAcme, id: robot.id },
      shows: (await make.token('service_token', robot)).token.name,
    }),
  }),
]
