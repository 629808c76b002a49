import { randomUUID } from 'node:crypto'
import type { Account, Role } from '../../../src/accounts/index.ts'
import { OPERATOR } from '../../../src/audit/index.ts'
import { MINUTE } from '../../../src/lib/index.ts'
import type { NewToken } from '../../../src/tokens/index.ts'
import { PASSWORD, type TestServer } from '../../support/server.ts'

/** What a page's samples find in their environment, beside PATMINT_URL. */
type World = Readonly<Record<string, string>>

/** What a reader is assumed to have before the first sample of a page. */
export const WORLDS: Readonly<Record<string, (server: TestServer) => Promise<World>>> = {
  'docs/reference/authentication.md': async (server) => {
    const ada = await createAda(server)
    await server.createOrganization('Acme', ada)
    const caller = await mint(server, ada, { name: 'CI deploy', scopes: ['patmint:read', 'tracker:write'] })
    const ending = await mint(server, ada, {
      name: 'Ending',
      scopes: ['patmint:read'],
      expiry: { inDays: 7 },
    })
    return {
      PATMINT_TOKEN: caller.secret,
      ENDING_TOKEN: ending.secret,
      BUSY_TOKEN: await mintBusy(server, ada),
    }
  },

  'docs/reference/accounts.md': async (server) => {
    const { ada, secret } = await createAdministrator(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    const acme = await server.createOrganization('Acme', ada, grace)
    const build = await server.organizations.createWorkspace(OPERATOR, {
      organizationId: acme.id,
      name: 'Build',
    })
    const place = { organizationId: acme.id, workspaceId: build.id }
    await server.organizations.addMember(OPERATOR, { ...place, accountId: grace.id, role: 'member' })
    const by = { kind: 'account', id: grace.id, address: '203.0.113.7' } as const
    await server.sessions.start(by, grace, { address: '203.0.113.7', userAgent: 'Firefox on Linux' })
    return { PATMINT_TOKEN: secret, ACCOUNT_ID: grace.id }
  },

  'docs/reference/all-tokens.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    const deploy = await mint(server, grace, { name: 'CI deploy', scopes: ['tracker:write'] })
    const other = await mint(server, grace, { name: 'Old laptop', scopes: ['tracker:read'] })
    return { PATMINT_TOKEN: secret, TOKEN_ID: deploy.token.id, OTHER_TOKEN_ID: other.token.id }
  },

  'docs/reference/all-organizations.md': async (server) => {
    const { ada, secret } = await createAdministrator(server)
    const acme = await server.createOrganization('Acme', ada)
    const build = await server.organizations.createWorkspace(OPERATOR, {
      organizationId: acme.id,
      name: 'Build',
    })
    return { PATMINT_TOKEN: secret, ORGANIZATION: acme.slug, WORKSPACE: build.slug }
  },

  'docs/reference/catalogue.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const given = { name: 'Tracker API', audience: 'https://tracker.example.com', modules: ['tracker'] }
    const { resourceServer } = await server.catalogue.createResourceServer(OPERATOR, given)
    return { PATMINT_TOKEN: secret, CLIENT_ID: resourceServer.clientId }
  },

  'docs/reference/clients.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const kind = { isPublic: false, firstParty: false }
    const given = { name: 'Wiki', redirectUris: ['https://wiki.example.com/callback'], ...kind }
    const { client } = await server.clients.createApplication(OPERATOR, given)
    return { PATMINT_TOKEN: secret, CLIENT_ID: client.id }
  },

  'docs/reference/policy.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    await mint(server, grace, { name: 'Yearly report', scopes: ['tracker:read'], expiry: { inDays: 365 } })
    return { PATMINT_TOKEN: secret }
  },

  'docs/reference/audit-events.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    const { token } = await mint(server, grace, { name: 'Old laptop', scopes: ['tracker:read'] })
    const by = { kind: 'account', id: grace.id, address: '203.0.113.7', requestId: randomUUID() } as const
    await server.tokens.revoke(by, grace.id, token.id)
    return { PATMINT_TOKEN: secret, TOKEN_ID: token.id }
  },

  'docs/reference/webhooks.md': async (server) => {
    const { secret } = await createAdministrator(server)
    const given = {
      url: 'https://hooks.example.com/patmint',
      description: 'Security',
      events: ['token.leaked'],
    }
    const { webhook } = await server.webhooks.register(OPERATOR, given)
    const delivery = await server.webhooks.sendTest(OPERATOR, webhook.id)
    return { PATMINT_TOKEN: secret, WEBHOOK_ID: webhook.id, DELIVERY_ID: delivery.id }
  },

  'docs/reference/leaked-tokens.md': async (server) => {
    const ada = await createAda(server)
    const leaked = await mint(server, ada, { name: 'Left in a repository', scopes: ['tracker:read'] })
    return { LEAKED_TOKEN: leaked.secret }
  },

  'docs/reference/errors.md': async (server) => {
    const ada = await createAda(server)
    const caller = await mint(server, ada, { name: 'First steps', scopes: ['patmint:read'] })
    return { PATMINT_TOKEN: caller.secret }
  },

  'docs/reference/graphql.md': async (server) => {
    const ada = await createAda(server)
    const caller = await mint(server, ada, { name: 'GraphQL', scopes: ['patmint:write', 'tracker:write'] })
    const deploy = await mint(server, ada, { name: 'CI deploy', scopes: ['tracker:write'] })
    return { PATMINT_TOKEN: caller.secret, TOKEN_ID: deploy.token.id }
  },

  'docs/reference/organizations.md': async (server) => {
    const ada = await createAda(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    const acme = await server.createOrganization('Acme', ada)
    const build = await server.organizations.createWorkspace(OPERATOR, {
      organizationId: acme.id,
      name: 'Build',
    })
    const deploy = await server.organizations.createServiceAccount(OPERATOR, {
      organizationId: acme.id,
      name: 'Deploy',
    })
    const caller = await mint(server, ada, { name: 'Places', scopes: ['patmint:write', 'tracker:write'] })
    return {
      PATMINT_TOKEN: caller.secret,
      ORGANIZATION: acme.slug,
      WORKSPACE: build.slug,
      ACCOUNT_ID: grace.id,
      SERVICE_ACCOUNT_ID: deploy.id,
    }
  },

  'docs/reference/rate-limits.md': async (server) => {
    const ada = await createAda(server)
    const caller = await mint(server, ada, { name: 'First steps', scopes: ['patmint:read'] })
    return { PATMINT_TOKEN: caller.secret, BUSY_TOKEN: await mintBusy(server, ada) }
  },

  'docs/reference/tokens.md': async (server) => {
    const ada = await createAda(server)
    const grace = await createAccount(server, 'grace', 'Grace Hopper')
    const acme = await server.createOrganization('Acme', ada, grace)
    const caller = await mint(server, ada, {
      name: 'Token manager',
      scopes: ['patmint:write', 'tracker:write'],
    })
    const deploy = await mint(server, ada, { name: 'CI deploy', scopes: ['tracker:write'] })
    const ci = await mint(server, ada, { name: 'Nightly', scopes: ['patmint:self_rotate', 'tracker:read'] })
    const found = await mint(server, ada, { name: 'Left in a log', scopes: ['tracker:read'] })
    const place = { kind: 'organization', organizationId: acme.id } as const
    const left = await mint(server, grace, { name: 'Acme deploy', scopes: ['tracker:write'], ...place })
    await server.organizations.removeMember(OPERATOR, { organizationId: acme.id, accountId: grace.id })
    return {
      PATMINT_TOKEN: caller.secret,
      TOKEN_ID: deploy.token.id,
      ETAG: await readEtag(server, caller.secret, `tokens/${deploy.token.id}`),
      KEY: randomUUID(),
      CI_TOKEN: ci.secret,
      FOUND_TOKEN: found.secret,
      LEFT_TOKEN_ID: left.token.id,
    }
  },
}

const createAccount = (
  server: TestServer,
  name: string,
  full: string,
  role: Role = 'member',
): Promise<Account> =>
  server.accounts.create(OPERATOR, { email: `${name}@example.com`, name: full, role, password: PASSWORD })

const createAda = (server: TestServer, role?: Role): Promise<Account> =>
  createAccount(server, 'ada', 'Ada Lovelace', role)

/** Somebody who may do everything, and a token that may do that by the API. */
async function createAdministrator(server: TestServer): Promise<{ ada: Account; secret: string }> {
  const ada = await createAda(server, 'admin')
  const scopes = ['patmint:admin', 'tracker:write']
  const { secret } = await mint(server, ada, { name: 'Administration', scopes })
  return { ada, secret }
}

/** As its owner would, for 30 days where nothing is said. */
const mint = (server: TestServer, { id }: Account, given: Omit<NewToken, 'accountId'>) =>
  server.tokens.mint({ kind: 'account', id }, { accountId: id, expiry: { inDays: 30 }, ...given })

/** One that may make one request a minute, and has made it. */
async function mintBusy(server: TestServer, account: Account): Promise<string> {
  const { token, secret } = await mint(server, account, { name: 'Busy', scopes: ['patmint:read'] })
  await server.tokens.setRateLimit(OPERATOR, token.id, 1)
  // The minute must not end before the sample has run.
  server.clock.advance(MINUTE - (server.clock().getTime() % MINUTE))
  await readEtag(server, secret, 'whoami')
  return secret
}

async function readEtag({ url }: TestServer, secret: string, path: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${secret}` } })
  return answer.headers.get('etag') ?? ''
}
