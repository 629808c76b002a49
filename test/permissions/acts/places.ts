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
  readonly params: (world: World) => { [name: string]: string }
}

const OWN: Door = {
  organization: '/organizations/:slug',
  workspace: '/organizations/:slug/workspaces/:workspace',
  add: '/members',
  account: 'id',
  params: () => ({ slug: 'acme', workspace: 'build' }),
}

const CONSOLE: Door = {
  organization: '/admin/organizations/:organization',
  workspace: '/admin/organizations/:organization/workspaces/:workspace',
  add: '/members/new',
  account: 'account',
  params: () => ({ organization: 'acme', workspace: 'build' }),
}

/** Who is to be added to the workspace is in the organization already: who administers the workspace adds nobody else. */
const findNewcomer = async ({ make }: World, on: 'organization' | 'workspace') => {
  if (on === 'workspace') return await make.member('organization')
  const { id: accountId, email } = await make.account()
  return { accountId, email }
}

function members(on: 'organization' | 'workspace', door: Door): readonly Act[] {
  const action = on === 'organization' ? 'organization.manage_members' : 'workspace.manage_members'
  const base = `post ${door[on]}`
  const of = (world: World, accountId: string) => ({
    params: { ...door.params(world), [door.account]: accountId },
    organization_id: world.acme.id,
    account_id: accountId,
  })
  return acts(action, on, {
    [`${base}${door.add}`]: async (world) => {
      const { accountId, email } = await findNewcomer(world, on)
      const { params, ...about } = of(world, accountId)
      return { params, fields: { email, role: 'member' }, event: { name: 'membership.added', ...about } }
    },
    [`${base}/members/:${door.account}`]: async (world) => {
      const { params, ...about } = of(world, (await world.make.member(on)).accountId)
      return { params, fields: { role: 'admin' }, event: { name: 'membership.changed', ...about } }
    },
    [`${base}/members/:${door.account}/remove`]: async (world) => {
      const { params, ...about } = of(world, (await world.make.member(on)).accountId)
      return { params, event: { name: 'membership.removed', ...about } }
    },
  })
}

const inAcme = { slug: 'acme' }
const inBuild = { slug: 'acme', workspace: 'build' }
const named = ({ make, acme }: World, name: string) => ({
  fields: { name: make.name(), slug: '' },
  event: { name, organization_id: acme.id },
})

export const PLACE_ACTS: readonly Act[] = [
  ...[OWN, CONSOLE].flatMap((door) => [...members('organization', door), ...members('workspace', door)]),
  ...acts('workspace.see', 'workspace', {
    'get /organizations/:slug/workspaces/:workspace': async ({ make }) => ({
      params: inBuild,
      shows: (await make.member('workspace')).email,
    }),
  }),
  ...acts('workspace.see_tokens', 'workspace', {
    'get /organizations/:slug/workspaces/:workspace': async ({ make, maker }) => ({
      params: inBuild,
      shows: (await make.token('workspace_token', maker)).token.name,
    }),
  }),
  ...acts('organization.see', 'organization', {
    'get /organizations/:slug/members': async ({ make }) => ({
      params: inAcme,
      shows: (await make.member('organization')).email,
    }),
  }),
  ...acts('organization.see_tokens', 'organization', {
    'get /organizations/:slug': async ({ make, maker }) => ({
      params: inAcme,
      shows: (await make.token('organization_token', maker)).token.name,
    }),
  }),
  ...acts('organization.create_workspace', 'organization', {
    'post /organizations/:slug/workspaces': async (world) => ({
      params: inAcme,
      ...named(world, 'workspace.created'),
    }),
    'post /admin/organizations/:organization/workspaces/new': async (world) => ({
      params: { organization: 'acme' },
      ...named(world, 'workspace.created'),
    }),
  }),
  ...acts('organization.manage_service_accounts', 'organization', {
    'post /organizations/:slug/service-accounts': async (world) => ({
      params: inAcme,
      ...named(world, 'account.created'),
    }),
    'post /admin/organizations/:organization/service-accounts/new': async (world) => ({
      params: { organization: 'acme' },
      ...named(world, 'account.created'),
    }),
    'post /organizations/:slug/service-accounts/:id/disable': async ({ make }) => {
      const { id } = await make.serviceAccount()
      return { params: { ...inAcme, id }, event: { name: 'account.disabled', account_id: id } }
    },
    'post /organizations/:slug/service-accounts/:id/enable': async ({ make, server }) => {
      const { id } = await make.serviceAccount()
      await server.accounts.disable(OPERATOR, id)
      return { params: { ...inAcme, id }, event: { name: 'account.enabled', account_id: id } }
    },
  }),
]
