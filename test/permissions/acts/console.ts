import { OPERATOR } from '../../../src/audit/index.ts'
import { INTERNAL_CLIENT_ID } from '../../../src/clients/index.ts'
import type { PolicySettings } from '../../../src/policy/index.ts'
import { type Act, acts, type Fields } from '../act.ts'
import type { World } from '../world.ts'
import { FORM } from './own.ts'

const ORGANIZATION = '/admin/organizations/:organization'
const WORKSPACE = `${ORGANIZATION}/workspaces/:workspace`

const toAccount = async ({ make }: World, name: string) => {
  const { id } = await make.account()
  return { params: { id }, event: { name, account_id: id } }
}

export const ACCOUNT_ACTS: readonly Act[] = [
  ...acts('account.invite', 'instance', {
    'post /admin/accounts': async ({ make }) => {
      const email = `${make.name()}@example.com`
      return { fields: { email, name: 'Invited', role: 'member' }, event: { name: 'account.invited' } }
    },
  }),
  ...acts('account.switch', 'instance', {
    'post /admin/accounts/:id/disable': async (world) => await toAccount(world, 'account.disabled'),
    'post /admin/accounts/:id/enable': async (world) => {
      const attempt = await toAccount(world, 'account.enabled')
      await world.server.accounts.disable(OPERATOR, attempt.params.id)
      return attempt
    },
  }),
  ...acts('account.change_role', 'instance', {
    'post /admin/accounts/:id/role': async (world) => ({
      ...(await toAccount(world, 'account.role_changed')),
      fields: { role: 'admin' },
    }),
  }),
  ...acts('account.create_password_link', 'instance', {
    'post /admin/accounts/:id/password-link': async (world) =>
      await toAccount(world, 'account.password_link_created'),
  }),
  ...acts('account.end_sessions', 'instance', {
    'post /admin/accounts/:id/sessions/end': async ({ make }) => {
      const account = await make.account()
      await make.session(account)
      return { params: { id: account.id }, event: { name: 'session.ended', account_id: account.id } }
    },
  }),
  ...acts('token.issue', 'instance', {
    'post /admin/accounts/:id/tokens': async (world) => ({
      ...(await toAccount(world, 'token.minted')),
      fields: { ...FORM, name: world.make.name(), kind: 'personal' },
    }),
  }),
  ...acts('token.set_rate_limit', 'instance', {
    'post /admin/tokens/:id/rate-limit': async ({ make, maker }) => {
      const { id } = (await make.token('own_token', maker)).token
      return {
        params: { id },
        fields: { rateLimit: '1200' },
        event: { name: 'token.rate_limit_changed', token_id: id },
      }
    },
  }),
  ...acts('token.revoke_any', 'instance', {
    'post /admin/tokens/:id/revoke': async ({ make, maker }) => {
      const { id } = (await make.token('own_token', maker)).token
      return {
        params: { id },
        fields: { reason: 'Not used' },
        event: { name: 'token.revoked', token_id: id },
      }
    },
    'post /admin/tokens/revoke': async ({ make, maker }) => {
      const { id } = (await make.token('workspace_token', maker)).token
      return { fields: { token: id, reason: 'Not used' }, event: { name: 'token.revoked', token_id: id } }
    },
  }),
]

export const ORGANIZATION_ACTS: readonly Act[] = [
  ...acts('organization.create', 'instance', {
    'post /admin/organizations/new': async ({ make }) => ({
      fields: { name: make.name(), slug: '' },
      event: { name: 'organization.created' },
    }),
  }),
  ...acts('organization.change', 'instance', {
    [`post ${ORGANIZATION}/change`]: async (world) => ({
      ...(await toOrganization(world, 'organization.changed')),
      fields: { name: 'Renamed', slug: world.make.name() },
    }),
  }),
  ...acts('organization.switch', 'instance', {
    [`post ${ORGANIZATION}/disable`]: async (world) => await toOrganization(world, 'organization.disabled'),
    [`post ${ORGANIZATION}/enable`]: async (world) => {
      const attempt = await toOrganization(world, 'organization.enabled')
      await world.server.organizations.disable(OPERATOR, attempt.event.organization_id)
      return attempt
    },
  }),
  ...acts('organization.change_policy', 'instance', {
    [`post ${ORGANIZATION}/policy`]: async (world) => ({
      ...(await toOrganization(world, 'policy.changed')),
      fields: [...KINDS, ['maxDays', '10'], ['scopes', '']],
    }),
  }),
  ...acts('workspace.change', 'instance', {
    [`post ${WORKSPACE}/change`]: async (world) => ({
      ...(await toWorkspace(world, 'workspace.changed')),
      fields: { name: 'Renamed', slug: world.make.name() },
    }),
    [`post ${WORKSPACE}/disable`]: async (world) => await toWorkspace(world, 'workspace.disabled'),
    [`post ${WORKSPACE}/enable`]: async (world) => {
      const { id, ...attempt } = await toWorkspace(world, 'workspace.enabled')
      await world.server.organizations.disableWorkspace(OPERATOR, id)
      return attempt
    },
  }),
]

const toOrganization = async ({ make }: World, name: string) => {
  const { id, slug } = await make.organization()
  return { params: { organization: slug }, event: { name, organization_id: id } }
}

const toWorkspace = async ({ make, acme }: World, name: string) => {
  const { id, slug } = await make.workspace()
  return { id, params: { organization: 'acme', workspace: slug }, event: { name, organization_id: acme.id } }
}

const KINDS: [string, string][] = ['personal', 'workspace', 'organization'].map((kind) => ['kinds', kind])

/** The form of the policy as it is, but for the default. */
const policyFields = (settings: PolicySettings): Fields => [
  ...KINDS,
  ['defaultDays', '31'],
  ['maxDays', String(settings.maxDays)],
  ['tokensPerAccount', String(settings.tokensPerAccount)],
  ['memberScopes', settings.memberScopes.join(' ')],
  ['adminScopes', settings.adminScopes.join(' ')],
]

const CATALOGUE = '/admin/catalogue'
const SERVER = `${CATALOGUE}/resource-servers/:id`

const toServer = async ({ make }: World, name: string) => {
  const { clientId } = (await make.resourceServer()).resourceServer
  return { params: { id: clientId }, event: { name, client_id: clientId } }
}

const toApplication = async ({ make }: World, name: string) => {
  const { id } = (await make.application()).client
  return { params: { id }, event: { name, client_id: id } }
}

const SERVED = { name: 'Renamed', modules: 'tracker' }
const APPLICATION = { name: 'Renamed', redirectUris: 'https://other.example.com/callback' }

/** Of whatever has a client secret. */
const secrets = (to: typeof toServer) => ({
  rotate: async (world: World) => ({
    ...(await to(world, 'client.secret_rotated')),
    fields: { overlap: 'day' },
  }),
  endPrevious: async (world: World) => {
    const attempt = await to(world, 'client.secret_ended')
    await world.server.clients.rotateSecret(OPERATOR, attempt.params.id, { overlap: 'day' })
    return attempt
  },
  disable: async (world: World) => await to(world, 'client.disabled'),
  enable: async (world: World) => {
    const attempt = await to(world, 'client.enabled')
    await world.server.clients.disable(OPERATOR, attempt.params.id)
    return attempt
  },
})

export const REGISTER_ACTS: readonly Act[] = [
  ...acts('catalogue.change', 'instance', {
    [`post ${CATALOGUE}/new-module`]: async ({ make }) => ({
      fields: { name: make.name(), title: '', description: '', shape: 'read', actions: '' },
      event: { name: 'module.created' },
    }),
    [`post ${CATALOGUE}/modules/:name`]: async ({ make }) => ({
      params: { name: (await make.module()).name },
      fields: { title: 'Renamed', description: '', shape: 'write', actions: '' },
      event: { name: 'module.changed' },
    }),
    [`post ${CATALOGUE}/modules/:name/remove`]: async ({ make }) => ({
      params: { name: (await make.module()).name },
      event: { name: 'module.removed' },
    }),
    [`post ${CATALOGUE}/new-resource-server`]: async ({ make }) => ({
      fields: { name: 'New', audience: `https://${make.name()}.example.com`, modules: 'tracker' },
      event: { name: 'client.created' },
    }),
    [`post ${SERVER}/change`]: async (world) => ({
      ...(await toServer(world, 'resource_server.changed')),
      fields: { ...SERVED, audience: `https://${world.make.name()}.example.com` },
    }),
    [`post ${SERVER}/rotate`]: secrets(toServer).rotate,
    [`post ${SERVER}/end-previous`]: secrets(toServer).endPrevious,
    [`post ${SERVER}/disable`]: secrets(toServer).disable,
    [`post ${SERVER}/enable`]: secrets(toServer).enable,
  }),
  ...acts('client.change', 'instance', {
    'post /admin/clients/new': async ({ make }) => ({
      fields: { ...APPLICATION, name: make.name(), type: 'confidential' },
      event: { name: 'client.created' },
    }),
    'post /admin/clients/:id/change': async (world) => ({
      ...(await toApplication(world, 'client.changed')),
      fields: APPLICATION,
    }),
    'post /admin/clients/:id/rotate': secrets(toApplication).rotate,
    'post /admin/clients/:id/end-previous': secrets(toApplication).endPrevious,
    'post /admin/clients/:id/disable': secrets(toApplication).disable,
    'post /admin/clients/:id/enable': secrets(toApplication).enable,
  }),
]

const WEBHOOK = '/admin/webhooks/:id'
const HOOK = { url: 'https://hooks.example.com/', description: 'Fresh', events: 'token.leaked' }

/** Their events have no column that names a webhook. */
const toWebhook = async ({ make }: World, name: string) => ({
  params: { id: (await make.webhook()).id },
  event: { name },
})

export const WEBHOOK_ACTS: readonly Act[] = [
  ...acts('webhook.change', 'instance', {
    'post /admin/webhooks/new': async ({ server }) => ({
      fields: HOOK,
      event: { name: 'webhook.created' },
      // There can only be so many.
      after: async () => {
        for (const { id } of await server.webhooks.list()) await server.webhooks.remove(OPERATOR, id)
      },
    }),
    [`post ${WEBHOOK}/change`]: async (world) => ({
      ...(await toWebhook(world, 'webhook.changed')),
      fields: { ...HOOK, description: 'Renamed' },
    }),
    [`post ${WEBHOOK}/rotate`]: async (world) => ({
      ...(await toWebhook(world, 'webhook.secret_rotated')),
      fields: { overlap: 'day' },
    }),
    [`post ${WEBHOOK}/disable`]: async (world) => await toWebhook(world, 'webhook.disabled'),
    [`post ${WEBHOOK}/enable`]: async (world) => {
      const attempt = await toWebhook(world, 'webhook.enabled')
      await world.server.webhooks.disable(OPERATOR, attempt.params.id)
      return attempt
    },
    [`post ${WEBHOOK}/test`]: async (world) => await toWebhook(world, 'webhook.tested'),
    [`post ${WEBHOOK}/deliveries/:delivery/redeliver`]: async (world) => {
      const { params, event } = await toWebhook(world, 'webhook.redelivered')
      const { id: delivery } = await world.server.webhooks.sendTest(OPERATOR, params.id)
      return { params: { ...params, delivery }, event }
    },
    [`post ${WEBHOOK}/remove`]: async (world) => await toWebhook(world, 'webhook.removed'),
  }),
]

export const INSTANCE_ACTS: readonly Act[] = [
  ...acts('generation.switch', 'instance', {
    'post /admin/generation/off': async ({ server }) => ({
      event: { name: 'client.disabled', client_id: INTERNAL_CLIENT_ID },
      after: () => server.clients.enable(OPERATOR, INTERNAL_CLIENT_ID),
    }),
    'post /admin/generation/on': async ({ server }) => {
      await server.clients.disable(OPERATOR, INTERNAL_CLIENT_ID)
      return {
        event: { name: 'client.enabled', client_id: INTERNAL_CLIENT_ID },
        after: () => server.clients.enable(OPERATOR, INTERNAL_CLIENT_ID),
      }
    },
  }),
  ...acts('policy.change', 'instance', {
    'post /admin/policy': async ({ server }) => {
      const settings = await server.policies.instance()
      return {
        fields: policyFields(settings),
        event: { name: 'policy.changed', organization_id: null },
        after: () => server.policies.change(OPERATOR, settings),
      }
    },
  }),
  ...acts('audit.read', 'instance', {
    'get /admin/audit': async () => ({ shows: 'account.created' }),
    'get /admin/audit.csv': async () => ({ shows: 'account.created' }),
    'get /admin/audit.json': async () => ({ shows: 'account.created' }),
  }),
  ...acts('console.see', 'instance', {
    'get /admin': async () => ({ shows: 'Older than a year' }),
    'get /admin/accounts': async () => ({ query: '?search=maker', shows: 'maker@example.com' }),
    'get /admin/accounts/:id': async ({ maker }) => ({ params: { id: maker.id }, shows: maker.email }),
    'get /admin/tokens': async ({ make, maker }) => ({
      shows: (await make.token('organization_token', maker)).token.name,
    }),
    'get /admin/tokens/:id': async ({ make, maker }) => {
      const { id, name } = (await make.token('own_token', maker)).token
      return { params: { id }, shows: name }
    },
    'get /admin/organizations': async () => ({ shows: 'Acme' }),
    [`get ${ORGANIZATION}`]: async () => ({ params: { organization: 'acme' }, shows: 'maker@example.com' }),
    'get /admin/catalogue': async () => ({ shows: 'tracker' }),
    'get /admin/clients': async ({ make }) => ({ shows: (await make.application()).client.id }),
    'get /admin/webhooks': async ({ make }) => ({ shows: (await make.webhook()).description }),
    [`get ${WEBHOOK}`]: async ({ make }) => {
      const { id, url } = await make.webhook()
      return { params: { id }, shows: url }
    },
    'get /admin/policy': async () => ({ params: {}, shows: 'Longest lifetime' }),
  }),
]
