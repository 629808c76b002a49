import type { Account } from '../../../src/accounts/index.ts'
import { OPERATOR } from '../../../src/audit/index.ts'
import type { ProblemCode } from '../../../src/http/api/problems.ts'
import { type Program, programOf } from '../support.ts'
import { HOOK_URL, type World } from './world.ts'

/** What of a call is its own. What is left out: no parameters, and the body that the document gives as its example. */
export type Call = {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string>
  readonly body?: unknown
  /** Who calls; otherwise an administrator or Ada, whoever may. */
  readonly by?: Pick<Program, 'secret'>
  readonly headers?: Record<string, string>
}

type Prepare = (world: World) => Call | Promise<Call>

/** How an operation is called so that it is done, and so that it is refused for reasons of its own. */
type Entry = { readonly call: Prepare; readonly refusals: Partial<Record<ProblemCode, Prepare>> }

const entry = (call: Prepare = () => ({}), refusals: Entry['refusals'] = {}): Entry => ({ call, refusals })

const UNKNOWN = '019ac8e4-0000-7cc0-9d53-0d2f6f0e9a11'

const mint = (given: object = {}) => ({ name: 'ci', scopes: ['tracker:read'], ...given })

/** What is wrong with a token that is asked for, whoever is to have it. */
const MINT_MISTAKES: Partial<Record<ProblemCode, object>> = {
  token_name_invalid: { name: '' },
  token_description_invalid: { description: 'x'.repeat(501) },
  scope_invalid: { scopes: ['nonsense'] },
  token_expiry_invalid: { expiresAt: '2020-01-01T00:00:00Z' },
  token_lifetime_too_long: { expiresInDays: 3_000 },
  token_networks_invalid: { networks: ['nowhere'] },
  resource_server_unknown: { resourceServers: ['nobody'] },
}

/** The same mistakes at whichever address. */
const mintRefusals = (at: (world: World) => Promise<Call> | Call): Entry['refusals'] =>
  Object.fromEntries(
    Object.entries(MINT_MISTAKES).map(([code, wrong]) => [
      code,
      async (world: World) => ({ ...(await at(world)), body: mint(wrong) }),
    ]),
  )

const token: Prepare = async (world) => ({ params: { tokenId: await world.token() } })
const ended: Prepare = async (world) => {
  const tokenId = await world.token()
  await world.server.tokens.revokeAny(OPERATOR, tokenId, 'for the test')
  return { params: { tokenId } }
}
const rotated: Prepare = async (world) => {
  const tokenId = await world.token()
  await world.owner.post(`tokens/${tokenId}/rotate`, { when: 'day' })
  return { params: { tokenId } }
}

const place = ({ organization }: World) => ({ organization })
const acme: Prepare = (world) => ({ params: place(world) })
const other: Prepare = async (world) => ({ params: { organization: await world.otherOrganization() } })
const inWorkspace = async (world: World) => ({
  organization: world.organization,
  workspace: (await world.workspace()).id,
})
const workspace: Prepare = async (world) => ({ params: await inWorkspace(world) })

const member: Prepare = async (world) => ({ params: { ...place(world), accountId: await world.member() } })
const workspaceMember: Prepare = async (world) => {
  const [params, accountId] = [await inWorkspace(world), await world.member()]
  const path = `organizations/${params.organization}/workspaces/${params.workspace}/members`
  await world.owner.post(path, { accountId })
  return { params: { ...params, accountId } }
}
/** As somebody who is in Ada's organization, and administers nothing there. */
const asMember =
  (at: Prepare): Prepare =>
  async (world) => {
    const by = await programOf(world.server, await world.plainMember(), ['patmint:write'])
    return { ...(await at(world)), by }
  }
const withBody =
  (at: Prepare, body: (world: World) => unknown): Prepare =>
  async (world) => ({ ...(await at(world)), body: await body(world) })
const withParam =
  (at: Prepare, name: string, value = UNKNOWN): Prepare =>
  async (world) => {
    const call = await at(world)
    return { ...call, params: { ...call.params, [name]: value } }
  }
const newMember = async (world: World) => ({ accountId: (await world.account()).id })

const service: Prepare = async (world) => ({
  params: { ...place(world), accountId: await world.serviceAccount(world.owner) },
})
const someAccount: Prepare = async (world) => ({ params: { accountId: (await world.account()).id } })
const rootAccount: Prepare = (world) => ({ params: { accountId: world.root.id } })
const someModule: Prepare = async (world) => ({ params: { module: await world.module(world.admin) } })
const server: Prepare = async (world) => ({ params: { clientId: await world.resourceServer(world.admin) } })
const client: Prepare = async (world) => ({ params: { clientId: await world.client(world.admin) } })
const publicClient: Prepare = async (world) => {
  const given = { name: 'App', redirectUris: ['http://127.0.0.1/callback'], isPublic: true }
  return { params: { clientId: (await world.admin.post('admin/clients', given)).body.client.clientId } }
}
const sameSettings = async (world: World, path: string) => ({
  settings: (await world.admin.get(path)).body.settings,
})

/** A token of Ada's organization that somebody else there made. */
async function placeToken({ server: { tokens }, organization: organizationId }: World, { id }: Account) {
  const place = { kind: 'organization', organizationId } as const
  const made = await tokens.mint({ kind: 'account', id }, { ...mint(), ...place, accountId: id })
  return { params: { tokenId: made.token.id } }
}

const hook = (given: object = {}) => ({ url: HOOK_URL, events: ['token.leaked'], ...given })
const webhook: Prepare = async (world) => ({ params: { webhookId: await world.webhook(world.admin) } })
const delivery: Prepare = async (world) => {
  const webhookId = await world.webhook(world.admin)
  const { id: deliveryId } = (await world.admin.post(`admin/webhooks/${webhookId}/test`)).body
  return { params: { webhookId, deliveryId } }
}
const disabled =
  (at: Prepare): Prepare =>
  async (world) => {
    const call = await at(world)
    await world.admin.post(`admin/webhooks/${call.params?.['webhookId']}/disable`)
    return call
  }
const webhookMistakes = {
  webhook_url_invalid: { url: 'nowhere' },
  webhook_description_invalid: { description: 'x'.repeat(1_000) },
  webhook_events_invalid: { events: [] },
}

const changes = { name: 'Another name' }
const takenBy = (name: string) => ({ name, slug: 'acme' })

/** One entry an operation, in the order of the document. */
export const CALLS: Readonly<Record<string, Entry>> = {
  whoami: entry(),

  listTokens: entry(undefined, { not_permitted: () => ({ query: { organizationId: UNKNOWN } }) }),
  mintToken: entry(() => ({ body: mint() }), {
    ...mintRefusals(() => ({})),
    scope_above_token: async (world) => ({
      by: await programOf(world.server, world.ada, ['patmint:write']),
      body: mint(),
    }),
    token_kind_invalid: () => ({ body: mint({ kind: 'workspace' }) }),
    token_place_unknown: () => ({ body: mint({ kind: 'organization', organizationId: UNKNOWN }) }),
    not_permitted: async (world) => ({
      by: await programOf(world.server, await world.plainMember(), ['patmint:write', 'tracker:read']),
      body: mint({ kind: 'organization', organizationId: world.organization }),
    }),
    token_networks_above_token: async (world) => ({
      by: await programOf(world.server, world.ada, ['patmint:write', 'tracker:read'], {
        networks: ['127.0.0.0/8'],
      }),
      body: mint({ networks: ['10.0.0.0/8'] }),
    }),
  }),
  getMintOptions: entry(),
  getOwnToken: entry(),
  revokeOwnToken: entry(async (world) => ({ by: await world.stranger(['tracker:read']) })),
  rotateOwnToken: entry(async (world) => ({ by: await world.stranger(['patmint:self_rotate']) }), {
    token_already_rotated: async (world) => {
      const by = await world.stranger(['patmint:self_rotate'])
      await by.post('tokens/self/rotate', { when: 'day' })
      return { by }
    },
  }),
  getToken: entry(token, { token_not_found: withParam(token, 'tokenId') }),
  editToken: entry(
    withBody(token, () => changes),
    {
      token_not_found: withParam(token, 'tokenId'),
      token_not_active: withBody(ended, () => changes),
      token_name_invalid: withBody(token, () => ({ name: '' })),
      token_description_invalid: withBody(token, () => ({ description: 'x'.repeat(501) })),
      scope_invalid: withBody(token, () => ({ scopes: [] })),
      token_scope_widened: withBody(token, () => ({ scopes: ['tracker:write'] })),
      token_networks_invalid: withBody(token, () => ({ networks: ['nowhere'] })),
      resource_server_unknown: withBody(token, () => ({ resourceServers: ['nobody'] })),
    },
  ),
  revokeToken: entry(token, { token_not_found: withParam(token, 'tokenId') }),
  rotateToken: entry(token, {
    token_not_found: withParam(token, 'tokenId'),
    token_not_active: ended,
    token_already_rotated: rotated,
    scope_above_token: async (world) => ({
      ...(await token(world)),
      by: await programOf(world.server, world.ada, ['patmint:write']),
    }),
  }),
  adoptToken: entry(async (world) => await placeToken(world, world.root), {
    token_not_found: withParam(token, 'tokenId'),
    token_already_yours: async (world) => await placeToken(world, world.ada),
    token_not_active: async (world) => {
      const call = await placeToken(world, world.root)
      await world.server.tokens.revokeAny(OPERATOR, call.params.tokenId, 'for the test')
      return call
    },
  }),

  getTokenUsage: entry(token, { token_not_found: withParam(token, 'tokenId') }),
  getTokenHistory: entry(token, { token_not_found: withParam(token, 'tokenId') }),

  listOrganizations: entry(),
  getOrganization: entry(acme, { not_found: other }),
  listOrganizationMembers: entry(acme, { not_found: other }),
  addOrganizationMember: entry(withBody(acme, newMember), {
    not_found: withBody(other, newMember),
    not_permitted: withBody(asMember(acme), newMember),
    account_unknown: withBody(acme, () => ({ email: 'nobody@example.com' })),
    already_member: withBody(acme, async (world) => ({ accountId: await world.member() })),
  }),
  getOrganizationMember: entry(member, {
    not_found: withParam(member, 'organization'),
    not_a_member: withParam(member, 'accountId'),
  }),
  changeOrganizationMember: entry(member, {
    not_found: withParam(member, 'organization'),
    not_permitted: asMember(member),
    not_a_member: withParam(member, 'accountId'),
  }),
  removeOrganizationMember: entry(member, {
    not_found: withParam(member, 'organization'),
    not_permitted: asMember(member),
    not_a_member: withParam(member, 'accountId'),
  }),
  listWorkspaces: entry(acme, { not_found: other }),
  createWorkspace: entry(
    withBody(acme, ({ next }) => ({ name: next('Workspace ') })),
    {
      not_found: other,
      not_permitted: asMember(acme),
      name_invalid: withBody(acme, () => ({ name: '' })),
      slug_invalid: withBody(acme, () => ({ name: 'W', slug: 'No!' })),
      workspace_taken: withBody(acme, async (world) => ({ name: 'W', slug: (await world.workspace()).slug })),
    },
  ),
  getWorkspace: entry(workspace, { not_found: withParam(workspace, 'workspace') }),
  listWorkspaceMembers: entry(workspace, { not_found: withParam(workspace, 'workspace') }),
  addWorkspaceMember: entry(
    withBody(workspace, async (world) => ({ accountId: await world.member() })),
    {
      not_found: withParam(workspace, 'workspace'),
      account_unknown: withBody(workspace, () => ({ email: 'nobody@example.com' })),
    },
  ),
  getWorkspaceMember: entry(workspaceMember, {
    not_found: withParam(workspaceMember, 'workspace'),
    not_a_member: withParam(workspaceMember, 'accountId'),
  }),
  changeWorkspaceMember: entry(workspaceMember, {
    not_found: withParam(workspaceMember, 'workspace'),
    not_a_member: withParam(workspaceMember, 'accountId'),
  }),
  removeWorkspaceMember: entry(workspaceMember, {
    not_found: withParam(workspaceMember, 'workspace'),
    not_a_member: withParam(workspaceMember, 'accountId'),
  }),
  listServiceAccounts: entry(acme, { not_found: other, not_permitted: asMember(acme) }),
  createServiceAccount: entry(
    withBody(acme, ({ next }) => ({ name: next('Bot ') })),
    {
      not_found: other,
      not_permitted: asMember(acme),
      name_invalid: withBody(acme, () => ({ name: '' })),
      slug_invalid: withBody(acme, () => ({ name: 'B', slug: 'No!' })),
    },
  ),
  getServiceAccount: entry(service, {
    not_found: withParam(service, 'organization'),
    not_permitted: asMember(service),
    account_not_found: withParam(service, 'accountId'),
  }),
  disableServiceAccount: entry(service, {
    not_found: withParam(service, 'organization'),
    not_permitted: asMember(service),
    account_not_found: withParam(service, 'accountId'),
  }),
  enableServiceAccount: entry(service, {
    not_found: withParam(service, 'organization'),
    not_permitted: asMember(service),
    account_not_found: withParam(service, 'accountId'),
  }),
  listServiceAccountTokens: entry(service, {
    not_found: withParam(service, 'organization'),
    not_permitted: asMember(service),
    account_not_found: withParam(service, 'accountId'),
  }),
  mintServiceAccountToken: entry(
    withBody(service, () => mint()),
    {
      ...mintRefusals(service),
      not_found: withParam(service, 'organization'),
      not_permitted: asMember(service),
      account_not_found: withParam(service, 'accountId'),
    },
  ),

  listAccounts: entry(),
  inviteAccount: entry(({ next }) => ({ body: { email: `${next('new')}@example.com`, name: 'New' } }), {
    email_invalid: () => ({ body: { email: 'nobody', name: 'New' } }),
    name_invalid: () => ({ body: { email: 'new@example.com', name: '' } }),
    email_taken: (world) => ({ body: { email: world.ada.email, name: 'New' } }),
  }),
  getAccount: entry(someAccount, { account_not_found: withParam(someAccount, 'accountId') }),
  changeAccount: entry(someAccount, {
    account_not_found: withParam(someAccount, 'accountId'),
    last_administrator: withBody(rootAccount, () => ({ role: 'member' })),
  }),
  disableAccount: entry(someAccount, {
    account_not_found: withParam(someAccount, 'accountId'),
    last_administrator: rootAccount,
  }),
  enableAccount: entry(someAccount, { account_not_found: withParam(someAccount, 'accountId') }),
  createPasswordLink: entry(someAccount, {
    account_not_found: withParam(someAccount, 'accountId'),
    service_account_refused: async (world) => ({
      params: { accountId: await world.serviceAccount(world.owner) },
    }),
  }),
  listAccountSessions: entry(someAccount, { account_not_found: withParam(someAccount, 'accountId') }),
  endAccountSessions: entry(someAccount, { account_not_found: withParam(someAccount, 'accountId') }),
  listAccountMemberships: entry(someAccount, { account_not_found: withParam(someAccount, 'accountId') }),
  issueToken: entry(
    withBody(someAccount, () => mint()),
    {
      ...mintRefusals(someAccount),
      account_not_found: withParam(someAccount, 'accountId'),
    },
  ),

  listAllTokens: entry(),
  getOverview: entry(),
  revokeTokens: entry(async (world) => ({ body: { tokenIds: [await world.token()] } }), {
    revoke_reason_invalid: () => ({ body: { tokenIds: [UNKNOWN], reason: 'x'.repeat(1_000) } }),
  }),
  getAnyToken: entry(token, { token_not_found: withParam(token, 'tokenId') }),
  revokeAnyToken: entry(token, {
    token_not_found: withParam(token, 'tokenId'),
    revoke_reason_invalid: async (world) => ({
      ...(await token(world)),
      query: { reason: 'x'.repeat(1_000) },
    }),
  }),
  listAllOrganizations: entry(),
  createOrganization: entry(({ next }) => ({ body: { name: next('Org ') } }), {
    name_invalid: () => ({ body: { name: '' } }),
    slug_invalid: () => ({ body: { name: 'O', slug: 'No!' } }),
    organization_taken: () => ({ body: takenBy('Acme') }),
  }),
  getAnyOrganization: entry(other),
  changeOrganization: entry(
    withBody(other, ({ next }) => ({ name: next('Renamed ') })),
    {
      name_invalid: withBody(other, () => ({ name: '' })),
      slug_invalid: withBody(other, () => ({ slug: 'No!' })),
      organization_taken: withBody(other, () => ({ slug: 'acme' })),
    },
  ),
  disableOrganization: entry(other),
  enableOrganization: entry(other),
  getAnyWorkspace: entry(workspace),
  changeWorkspace: entry(
    withBody(workspace, () => changes),
    {
      name_invalid: withBody(workspace, () => ({ name: '' })),
      slug_invalid: withBody(workspace, () => ({ slug: 'No!' })),
      workspace_taken: withBody(workspace, async (world) => ({ slug: (await world.workspace()).slug })),
    },
  ),
  disableWorkspace: entry(workspace),
  enableWorkspace: entry(workspace),

  listModules: entry(),
  addModule: entry(
    ({ next }) => ({ body: { name: next('wiki'), title: 'Wiki', description: 'Pages.', actions: ['read'] } }),
    {
      module_invalid: () => ({ body: { name: 'No!', title: 'W', description: 'P.', actions: ['read'] } }),
      module_taken: () => ({
        body: { name: 'tracker', title: 'Tracker', description: 'Issues.', actions: ['read', 'write'] },
      }),
    },
  ),
  getModule: entry(someModule, { module_not_found: withParam(someModule, 'module', 'nothing') }),
  changeModule: entry(
    withBody(someModule, () => ({ title: 'Pages' })),
    {
      module_not_found: withParam(someModule, 'module', 'nothing'),
      module_built_in: () => ({
        params: { module: 'patmint' },
        query: { force: 'true' },
        body: { actions: ['read'] },
      }),
      module_invalid: withBody(someModule, () => ({ title: '' })),
      tokens_cut_off: () => ({ params: { module: 'tracker' }, body: { actions: ['read'] } }),
    },
  ),
  removeModule: entry(someModule, {
    module_not_found: withParam(someModule, 'module', 'nothing'),
    module_built_in: () => ({ params: { module: 'patmint' }, query: { force: 'true' } }),
    tokens_cut_off: () => ({ params: { module: 'tracker' } }),
  }),
  listResourceServers: entry(),
  registerResourceServer: entry(
    ({ next }) => ({
      body: { name: 'A', audience: `https://${next('a')}.example.com`, modules: ['tracker'] },
    }),
    {
      client_name_invalid: () => ({
        body: { name: '', audience: 'https://a.example.com', modules: ['tracker'] },
      }),
      audience_invalid: () => ({ body: { name: 'A', audience: 'nowhere', modules: ['tracker'] } }),
      module_unknown: () => ({
        body: { name: 'A', audience: 'https://a.example.com', modules: ['nothing'] },
      }),
    },
  ),
  getResourceServer: entry(server, { resource_server_not_found: withParam(server, 'clientId') }),
  changeResourceServer: entry(
    withBody(server, () => changes),
    {
      resource_server_not_found: withParam(server, 'clientId'),
      client_name_invalid: withBody(server, () => ({ name: '' })),
      audience_invalid: withBody(server, () => ({ audience: 'nowhere' })),
      module_unknown: withBody(server, () => ({ modules: ['tracker', 'nothing'] })),
    },
  ),
  rotateResourceServerSecret: entry(server, { resource_server_not_found: withParam(server, 'clientId') }),
  endPreviousResourceServerSecret: entry(server, {
    resource_server_not_found: withParam(server, 'clientId'),
  }),
  disableResourceServer: entry(server, { resource_server_not_found: withParam(server, 'clientId') }),
  enableResourceServer: entry(server, { resource_server_not_found: withParam(server, 'clientId') }),
  listClients: entry(),
  registerClient: entry(undefined, {
    client_name_invalid: () => ({ body: { name: '', redirectUris: ['https://a.example.com/'] } }),
    redirect_uri_invalid: () => ({ body: { name: 'A', redirectUris: ['nowhere'] } }),
  }),
  getClient: entry(client, { client_not_found: withParam(client, 'clientId') }),
  changeClient: entry(client, {
    client_not_found: withParam(client, 'clientId'),
    client_name_invalid: withBody(client, () => ({ name: '' })),
    redirect_uri_invalid: withBody(client, () => ({ redirectUris: ['nowhere'] })),
  }),
  rotateClientSecret: entry(client, {
    client_not_found: withParam(client, 'clientId'),
    client_has_no_secret: publicClient,
  }),
  endPreviousClientSecret: entry(client, {
    client_not_found: withParam(client, 'clientId'),
    client_has_no_secret: publicClient,
  }),
  disableClient: entry(client, { client_not_found: withParam(client, 'clientId') }),
  enableClient: entry(client, { client_not_found: withParam(client, 'clientId') }),
  getTokenGeneration: entry(),
  switchTokenGeneration: entry(() => ({ body: { isOn: true } })),

  getPolicy: entry(),
  replacePolicy: entry(async (world) => ({ body: await sameSettings(world, 'admin/policy') }), {
    policy_invalid: async (world) => {
      const { settings } = await sameSettings(world, 'admin/policy')
      return { body: { settings: { ...settings, maxDays: 0 } } }
    },
  }),
  previewPolicy: entry(),
  listPolicyVersions: entry(),
  getOrganizationPolicy: entry(other),
  replaceOrganizationPolicy: entry(other, {
    policy_looser_than_instance: withBody(other, () => ({ settings: { maxDays: 3_000 } })),
  }),
  previewOrganizationPolicy: entry(other),
  listOrganizationPolicyVersions: entry(other),

  listAuditEvents: entry(undefined, {
    audit_filter_invalid: () => ({ query: { event: 'No such thing!' } }),
  }),

  reportLeakedTokens: entry(undefined, {
    rate_limited: async ({ server }) => {
      const report = {
        method: 'POST',
        body: '{"tokens":["pat_x"]}',
        headers: { 'content-type': 'application/json' },
      }
      let answer: Response
      do answer = await fetch(`${server.url}/api/v1/leaked-tokens`, report)
      while (answer.status === 202)
      return {}
    },
  }),

  listWebhooks: entry(async (world) => (await webhook(world)) && {}),
  createWebhook: entry(
    () => ({ body: hook() }),
    Object.fromEntries(
      Object.entries(webhookMistakes).map(([code, wrong]) => [code, () => ({ body: hook(wrong) })]),
    ),
  ),
  getWebhook: entry(webhook, { webhook_not_found: withParam(webhook, 'webhookId') }),
  changeWebhook: entry(
    withBody(webhook, () => ({ description: 'Chat' })),
    {
      webhook_not_found: withParam(webhook, 'webhookId'),
      ...Object.fromEntries(
        Object.entries(webhookMistakes).map(([code, wrong]) => [code, withBody(webhook, () => wrong)]),
      ),
    },
  ),
  removeWebhook: entry(webhook, { webhook_not_found: withParam(webhook, 'webhookId') }),
  rotateWebhookSecret: entry(webhook, { webhook_not_found: withParam(webhook, 'webhookId') }),
  disableWebhook: entry(webhook, { webhook_not_found: withParam(webhook, 'webhookId') }),
  enableWebhook: entry(webhook, { webhook_not_found: withParam(webhook, 'webhookId') }),
  testWebhook: entry(webhook, {
    webhook_not_found: withParam(webhook, 'webhookId'),
    webhook_disabled: disabled(webhook),
  }),
  listWebhookDeliveries: entry(delivery, { webhook_not_found: withParam(webhook, 'webhookId') }),
  getWebhookDelivery: entry(delivery, { webhook_delivery_not_found: withParam(delivery, 'deliveryId') }),
  redeliverWebhook: entry(delivery, {
    webhook_not_found: withParam(delivery, 'webhookId'),
    webhook_delivery_not_found: withParam(delivery, 'deliveryId'),
    webhook_disabled: disabled(delivery),
  }),
}
