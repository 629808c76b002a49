import type { Account } from '../../../src/accounts/index.ts'
import { OPERATOR } from '../../../src/audit/index.ts'
import { freshServer, type TestServer } from '../../support/server.ts'
import { type Program, programOf } from '../support.ts'

/** Nobody listens there. */
export const HOOK_URL = 'http://127.0.0.1:9/hooks'

/** One of everything that there can be, and more of it on demand. */
export type World = Awaited<ReturnType<typeof createWorld>>

/** A server with an administrator, an organization whose administrator is Ada, and programs of both. */
export async function createWorld(environment: Record<string, string> = {}) {
  const server = await freshServer({
    PATMINT_RATE_LIMIT_PER_MINUTE: '1000000',
    PATMINT_WEBHOOK_NETWORKS: '127.0.0.0/8',
    ...environment,
  })
  const root = await server.createAccount('root', 'admin')
  const ada = await server.createAccount('ada')
  const organization = await server.createOrganization('Acme', ada, root)
  const admin = await programOf(server, root, ['patmint:admin', 'patmint:write', 'tracker:write'])
  const owner = await programOf(server, ada, ['patmint:write', 'tracker:write', 'documents:write'])
  const { settings } = (await admin.get('admin/policy')).body
  await admin.put('admin/policy', { settings: { ...settings, tokensPerAccount: 1_000 } })
  const resourceServer = { name: 'Tracker', audience: 'https://tracker.example.com', modules: ['tracker'] }
  const elsewhere = (await server.catalogue.createResourceServer(OPERATOR, resourceServer)).resourceServer
  const refused = {
    /** Good for other things than Patmint's own API. */
    unscoped: await programOf(server, ada, ['tracker:read']),
    bound: await programOf(server, root, ['patmint:write', 'tracker:read'], {
      resourceServers: [elsewhere.clientId],
    }),
    /** Has used up all that it may do in a minute. */
    usedUp: await programOf(server, root, ['patmint:admin', 'patmint:write']),
    /** Of an organization, whose administrator is one of the server as well. */
    ofPlace: await programOf(server, root, ['patmint:admin'], {
      kind: 'organization',
      organizationId: organization.id,
    }),
  }
  await server.tokens.setRateLimit(OPERATOR, refused.usedUp.tokenId, 1)
  let count = 0
  const next = (word: string): string => `${word}${++count}`
  return {
    ...makers(server, { ada, organizationId: organization.id, next }),
    refused,
    server,
    root,
    ada,
    organization: organization.id,
    admin,
    owner,
    /** A name that nothing has yet. */
    next,
  }
}

type Given = { ada: Account; organizationId: string; next: (word: string) => string }

/** What is changed or ended by a call is made for it. */
function makers(server: TestServer, { ada, organizationId, next }: Given) {
  const made: string[] = []
  const account = async (): Promise<Account> => await server.createAccount(next('somebody'))
  return {
    account,
    /** A program that is not permitted anything here but to be somebody. */
    stranger: async (scopes: string[]): Promise<Program> => await programOf(server, await account(), scopes),
    token: async (scopes = ['tracker:read']): Promise<string> =>
      (await programOf(server, ada, scopes)).tokenId,
    plainMember: async (): Promise<Account> => {
      const found = await account()
      await server.organizations.addMember(OPERATOR, { organizationId, accountId: found.id, role: 'member' })
      return found
    },
    member: async (): Promise<string> => {
      const { id: accountId } = await account()
      await server.organizations.addMember(OPERATOR, { organizationId, accountId, role: 'member' })
      return accountId
    },
    workspace: async () =>
      await server.organizations.createWorkspace(OPERATOR, { organizationId, name: next('Workspace ') }),
    otherOrganization: async (): Promise<string> => (await server.createOrganization(next('Other '))).id,
    serviceAccount: async (owner: Program): Promise<string> =>
      (await owner.post(`organizations/${organizationId}/service-accounts`, { name: next('Bot ') })).body.id,
    module: async (admin: Program): Promise<string> => {
      const name = next('wiki')
      await admin.post('admin/modules', {
        name,
        title: 'Wiki',
        description: 'Pages.',
        actions: ['read', 'write'],
      })
      return name
    },
    resourceServer: async (admin: Program): Promise<string> => {
      const audience = `https://${next('api')}.example.com`
      const given = { name: 'API', audience, modules: ['tracker'] }
      return (await admin.post('admin/resource-servers', given)).body.resourceServer.clientId
    },
    webhook: async (admin: Program): Promise<string> => {
      const { webhook } = (await admin.post('admin/webhooks', { url: HOOK_URL, events: ['token.leaked'] }))
        .body
      // There can be twenty of them.
      made.push(webhook.id)
      if (made.length > 5) await admin.delete(`admin/webhooks/${made.shift()}`)
      return webhook.id
    },
    client: async (admin: Program): Promise<string> => {
      const given = { name: 'Wiki', redirectUris: ['https://wiki.example.com/callback'] }
      return (await admin.post('admin/clients', given)).body.client.clientId
    },
  }
}
