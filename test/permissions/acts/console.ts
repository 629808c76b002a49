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
    'post /admin/accounts & api inviteAccount': async ({ make }) => {
      const email = `${make.name()}@example.com`
      return { fields: { email, name: 'Invited', role: 'member' }, event: { name: 'account.invited' } }
    },
  }),
  ...acts('account.switch', 'instance', {
    'post /admin/accounts/:id/disable & api disableAccount': async (world) =>
      await toAccount(world, 'account.disabled'),
    'post /admin/accounts/:id/enable & api enableAccount': async (world) => {
      const attempt = await toAccount(world, 'account.enabled')
      await world.server.accounts.disable(OPERATOR, attempt.params.id)
      return attempt
    },
  }),
  ...acts('account.change_role', 'instance', {
    'post /admin/accounts/:id/role & api changeAccount': async (world) => ({
      ...(await toAccount(world, 'account.role_changed')),
      fields: { role: 'admin' },
    }),
  }),
  ...acts('account.create_password_link', 'instance', {
    'post /admin/accounts/:id/password-link & api createPasswordLink': async (world) =>
      await toAccount(world, 'account.password_link_created'),
  }),
  ...acts('account.end_sessions', 'instance', {
    'post /admin/accounts/:id/sessions/end & api endAccountSessions': async ({ make }) => {
      const account = await make.account()
      await make.session(account)
      return { params: { id: account.id }, event: { name: 'session.ended', account_id: account.id } }
    },
  }),
  ...acts('token.issue', 'instance', {
    'post /admin/accounts/:id/tokens & api issueToken': async (world) => ({
      ...(await toAccount(world, 'token.minted')),
      fields: { ...FORM, name: world.make.name(), kind: 'personal' },
      api: { body: { name: world.make.name(), scopes: ['tracker:read'] } },
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
    'post /admin/tokens/:id/revoke & api revokeAnyToken': async ({ make, maker }) => {
      const { id } = (await make.token('own_token', maker)).token
      return {
        params: { id },
        fields: { reason: 'Not used' },
        api: { query: '?reason=Not%20used' },
        event: { name: 'token.revoked', token_id: id },
      }
    },
    'post /admin/tokens/revoke & api revokeTokens': async ({ make, maker }) => {
      const { id } = (await make.token('workspace_token', maker)).token
      const api = { body: { tokenIds: [id] } }
      return {
        fields: { token: id, reason: 'Not used' },
        api,
        event: { name: 'token.revoked', token_id: id },
      }
    },
  }),
]

export const ORGANIZATION_ACTS: readonly Act[] = [
  ...acts('organization.create', 'instance', {
    'post /admin/organizations/new & api createOrganization': async ({ make }) => ({
      fields: { name: make.name(), slug: '' },
      event: { name: 'organization.created' },
    }),
  }),
  ...acts('organization.change', 'instance', {
    [`post ${ORGANIZATION}/change & api changeOrganization`]: async (world) => ({
      ...(await toOrganization(world, 'organization.changed')),
      fields: { name: 'Renamed', slug: world.make.name() },
    }),
  }),
  ...acts('organization.switch', 'instance', {
    [`post ${ORGANIZATION}/disable & api disableOrganization`]: async (world) =>
      await toOrganization(world, 'organization.disabled'),
    [`post ${ORGANIZATION}/enable & api enableOrganization`]: async (world) => {
      const attempt = await toOrganization(world, 'organization.enabled')
      await world.server.organizations.disable(OPERATOR, attempt.event.organization_id)
      return attempt
    },
  }),
  ...acts('organization.change_policy', 'instance', {
    [`post ${ORGANIZATION}/policy & api replaceOrganizationPolicy`]: async (world) => ({
      ...(await toOrganization(world, 'policy.changed')),
      fields: [...KINDS, ['maxDays', '10'], ['scopes', '']],
      api: { body: { settings: { maxDays: 10 } } },
    }),
    'api previewOrganizationPolicy': async () => ({
      params: { organization: 'acme' },
      api: { body: { settings: { maxDays: 10 } } },
      shows: '"ending"',
    }),
  }),
  ...acts('workspace.change', 'instance', {
    [`post ${WORKSPACE}/change & api changeWorkspace`]: async (world) => ({
      ...(await toWorkspace(world, 'workspace.changed')),
      fields: { name: 'Renamed', slug: world.make.name() },
    }),
    [`post ${WORKSPACE}/disable & api disableWorkspace`]: async (world) =>
      await toWorkspace(world, 'workspace.disabled'),
    [`post ${WORKSPACE}/enable & api enableWorkspace`]: async (world) => {
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
    [`post ${CATALOGUE}/new-module & api addModule`]: async ({ make }) => ({
      fields: { name: make.name(), title: '', description: '', shape: 'read', actions: '' },
      api: { body: { name: make.name() } },
      event: { name: 'module.created' },
    }),
    [`post ${CATALOGUE}/modules/:name & api changeModule`]: async ({ make }) => ({
      params: { name: (await make.module()).name },
      fields: { title: 'Renamed', description: '', shape: 'write', actions: '' },
      api: { body: { title: 'Renamed' } },
      event: { name: 'module.changed' },
    }),
    [`post ${CATALOGUE}/modules/:name/remove & api removeModule`]: async ({ make }) => ({
      params: { name: (await make.module()).name },
      event: { name: 'module.removed' },
    }),
    [`post ${CATALOGUE}/new-resource-server & api registerResourceServer`]: async ({ make }) => ({
      fields: { name: 'New', audience: `https://${make.name()}.example.com`, modules: 'tracker' },
      api: { body: { name: 'New', audience: `https://${make.name()}.example.com`, modules: ['tracker'] } },
      event: { name: 'client.created' },
    }),
    [`post ${SERVER}/change & api changeResourceServer`]: async (world) => ({
      ...(await toServer(world, 'resource_server.changed')),
      fields: { ...SERVED, audience: `https://${world.make.name()}.example.com` },
      api: { body: { name: 'Renamed' } },
    }),
    [`post ${SERVER}/rotate & api rotateResourceServerSecret`]: secrets(toServer).rotate,
    [`post ${SERVER}/end-previous & api endPreviousResourceServerSecret`]: secrets(toServer).endPrevious,
    [`post ${SERVER}/disable & api disableResourceServer`]: secrets(toServer).disable,
    [`post ${SERVER}/enable & api enableResourceServer`]: secrets(toServer).enable,
  }),
  ...acts('client.change', 'instance', {
    'post /admin/clients/new & api registerClient': async ({ make }) => ({
      fields: { ...APPLICATION, name: make.name(), type: 'confidential' },
      api: { body: { name: make.name() } },
      event: { name: 'client.created' },
    }),
    'post /admin/clients/:id/change & api changeClient': async (world) => ({
      ...(await toApplication(world, 'client.changed')),
      fields: APPLICATION,
      api: { body: { name: 'Renamed' } },
    }),
    'post /admin/clients/:id/rotate & api rotateClientSecret': secrets(toApplication).rotate,
    'post /admin/clients/:id/end-previous & api endPreviousClientSecret': secrets(toApplication).endPrevious,
    'post /admin/clients/:id/disable & api disableClient': secrets(toApplication).disable,
    'post /admin/clients/:id/enable & api enableClient': secrets(toApplication).enable,
  }),
]

const WEBHOOK = '/admin/webhooks/:id'
/** As the API takes it. */
const NEW_HOOK = { url: 'https://hooks.example.com/', description: 'Fresh', events: ['token.leaked'] }
const HOOK = { url: 'https://hooks.example.com/', description: 'Fresh', events: 'token.leaked' }

/** Their events have no column that names a webhook. */
const toWebhook = async ({ make }: World, name: string) => ({
  params: { id: (await make.webhook()).id },
  event: { name },
})

export const WEBHOOK_ACTS: readonly Act[] = [
  ...acts('webhook.change', 'instance', {
    'post /admin/webhooks/new & api createWebhook': async ({ server }) => ({
      fields: HOOK,
      api: { body: NEW_HOOK },
      event: { name: 'webhook.created' },
      // There can only be so many.
      after: async () => {
        for (const { id } of await server.webhooks.list()) await server.webhooks.remove(OPERATOR, id)
      },
    }),
    [`post ${WEBHOOK}/change & api changeWebhook`]: async (world) => ({
      ...(await toWebhook(world, 'webhook.changed')),
      fields: { ...HOOK, description: 'Renamed' },
      api: { body: { description: 'Renamed' } },
    }),
    [`post ${WEBHOOK}/rotate & api rotateWebhookSecret`]: async (world) => ({
      ...(await toWebhook(world, 'webhook.secret_rotated')),
      fields: { overlap: 'day' },
    }),
    [`post ${WEBHOOK}/disable & api disableWebhook`]: async (world) =>
      await toWebhook(world, 'webhook.disabled'),
    [`post ${WEBHOOK}/enable & api enableWebhook`]: async (world) => {
      const attempt = await toWebhook(world, 'webhook.enabled')
      await world.server.webhooks.disable(OPERATOR, attempt.params.id)
      return attempt
    },
    [`post ${WEBHOOK}/test & api testWebhook`]: async (world) => await toWebhook(world, 'webhook.tested'),
    [`post ${WEBHOOK}/deliveries/:delivery/redeliver & api redeliverWebhook`]: async (world) => {
      const { params, event } = await toWebhook(world, 'webhook.redelivered')
      const { id: delivery } = await world.server.webhooks.sendTest(OPERATOR, params.id)
      return { params: { ...params, delivery }, event }
    },
    [`post ${WEBHOOK}/remove & api removeWebhook`]: async (world) =>
      await toWebhook(world, 'webhook.removed'),
  }),
]

export const INSTANCE_ACTS: readonly Act[] = [
  ...acts('generation.switch', 'instance', {
    'post /admin/generation/off & api switchTokenGeneration': async ({ server }) => ({
      api: { body: { isOn: false } },
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
    'post /admin/policy & api replacePolicy': async ({ server }) => {
      const settings = await server.policies.instance()
      return {
        fields: policyFields(settings),
        api: { body: { settings: { ...settings, defaultDays: 31 } } },
        event: { name: 'policy.changed', organization_id: null },
        after: () => server.policies.change(OPERATOR, settings),
      }
    },
    'api previewPolicy': async ({ server }) => ({
      api: { body: { settings: await server.policies.instance() } },
      shows: '"ending"',
    }),
  }),
  ...acts('audit.read', 'instance', {
    'get /admin/audit & api listAuditEvents': async () => ({
      api: { query: '?event=account.created' },
      shows: 'account.created',
    }),
    'get /admin/audit.csv': async () => ({ shows: 'account.created' }),
    'get /admin/audit.json': async () => ({ shows: 'account.created' }),
  }),
  ...acts('console.see', 'instance', {
    'get /admin': async () => ({ shows: 'Older than a year' }),
    'get /admin/accounts & api listAccounts': async () => ({
      query: '?search=maker',
      api: { query: '?search=maker' },
      shows: 'maker@example.com',
    }),
    'get /admin/accounts/:id & api getAccount': async ({ maker }) => ({
      params: { id: maker.id },
      shows: maker.email,
    }),
    'api getOverview': async () => ({ shows: '"perDay"' }),
    'get /admin/tokens & api listAllTokens': async ({ make, maker }) => ({
      shows: (await make.token('organization_token', maker)).token.name,
    }),
    'get /admin/tokens/:id & api getAnyToken': async ({ make, maker }) => {
      const { id, name } = (await make.token('own_token', maker)).token
      return { params: { id }, shows: name }
    },
    'get /admin/organizations & api listAllOrganizations': async () => ({ shows: 'Acme' }),
    [`get ${ORGANIZATION}`]: async () => ({
      params: { organization: 'acme' },
      query: '?members=make',
      shows: 'maker@example.com',
    }),
    'get /admin/catalogue & api listModules': async () => ({ shows: 'tracker' }),
    'get /admin/clients': async ({ make }) => ({ shows: (await make.application()).client.id }),
    'get /admin/webhooks & api listWebhooks': async ({ make }) => ({
      shows: (await make.webhook()).description,
    }),
    [`get ${WEBHOOK} & api getWebhook`]: async ({ make }) => {
      const { id, url } = await make.webhook()
      return { params: { id }, shows: url }
    },
    'api listWebhookDeliveries': async ({ make, server }) => {
      const { id } = await make.webhook()
      return { params: { id }, shows: (await server.webhooks.sendTest(OPERATOR, id)).id }
    },
    'api getWebhookDelivery': async ({ make, server }) => {
      const { id } = await make.webhook()
      const { id: delivery } = await server.webhooks.sendTest(OPERATOR, id)
      return { params: { id, delivery }, shows: delivery }
    },
    'get /admin/policy': async () => ({ params: {}, shows: 'Longest lifetime' }),
    'api listAccountSessions': async ({ make, maker }) => {
      const { session } = await make.session(maker)
      return { params: { id: maker.id }, api: { query: '?limit=100' }, shows: session.id }
    },
    'api listAccountMemberships': async ({ maker, acme }) => ({ params: { id: maker.id }, shows: acme.id }),
    'api getAnyOrganization': async ({ acme }) => ({ params: { organization: 'acme' }, shows: acme.id }),
    'api getAnyWorkspace': async ({ build }) => ({
      params: { organization: 'acme', workspace: 'build' },
      shows: build.id,
    }),
    'api getModule': async () => ({ params: { name: 'tracker' }, shows: 'tracker:read' }),
    'api listResourceServers': async ({ make }) => {
      await make.resourceServer()
      return { shows: '"audience"' }
    },
    'api getResourceServer': async ({ make }) => {
      const { clientId } = (await make.resourceServer()).resourceServer
      return { params: { id: clientId }, shows: clientId }
    },
    'api listClients': async ({ make }) => {
      await make.application()
      return { shows: '"redirectUris"' }
    },
    'api getClient': async ({ make }) => {
      const { id } = (await make.application()).client
      return { params: { id }, shows: id }
    },
    'api getTokenGeneration': async () => ({ shows: '"isOn"' }),
    'api getPolicy': async () => ({ shows: '"maxDays"' }),
    'api listPolicyVersions': async () => ({ shows: '"data"' }),
    'api getOrganizationPolicy': async () => ({ params: { organization: 'acme' }, shows: '"settings"' }),
    'api listOrganizationPolicyVersions': async () => ({ params: { organization: 'acme' }, shows: '"data"' }),
  }),
]
