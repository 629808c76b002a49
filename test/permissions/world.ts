import type { Person } from '../../scripts/write-permissions-docs.ts'
import type { Account, Role } from '../../src/accounts/index.ts'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import type { Organization, Workspace } from '../../src/organizations/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import { Browser } from '../support/browser.ts'
import { freshServer, type TestServer } from '../support/server.ts'

/** Somebody who does things at the pages. */
export type Somebody = {
  readonly person: Person
  readonly browser: Browser
  readonly account: Account
  /** Of their browser as it is: whoever is not signed in has one too. */
  readonly formToken: string
  /** Of a token of theirs for the APIs; whoever is nobody has none. */
  readonly secret: string | undefined
  /** Sent with everything, to the pages. */
  readonly headers: Record<string, string>
}

/** One organization with a workspace, and somebody of every kind. */
export type World = {
  readonly server: TestServer
  readonly acme: Organization
  readonly build: Workspace
  /** Administers the organization too: whatever is acted on is theirs. */
  readonly maker: Account
  /** A service account of the organization. */
  readonly robot: Account
  readonly everybody: readonly Somebody[]
  readonly make: Make
}

/** Fresh things to act on, made by verbs and never by the pages. */
type Make = ReturnType<typeof makeFor>

const by = ({ id }: Pick<Account, 'id'>): Actor => ({ kind: 'account', id })

export async function createWorld(): Promise<World> {
  const server = await freshServer({ PATMINT_TOKENS_PER_ACCOUNT: '1000' })
  const { organizations } = server
  const maker = await server.createAccount('maker')
  const acme = await server.createOrganization('Acme', maker)
  const build = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Build' })
  const robot = await organizations.createServiceAccount(OPERATOR, { organizationId: acme.id, name: 'Robot' })
  const world = { server, acme, build, maker, robot, make: makeFor(server, { acme, build, maker, robot }) }
  return { ...world, everybody: await gather(world) }
}

type Places = Pick<World, 'acme' | 'build' | 'maker' | 'robot'>

async function gather(world: Omit<World, 'everybody'>): Promise<Somebody[]> {
  const { server, acme, build, maker, robot, make } = world
  const place = { organizationId: acme.id }
  const join = async (name: string, role: 'member' | 'admin', inWorkspace?: 'member' | 'admin') => {
    const { id: accountId } = await server.createAccount(name, name === 'disabled' ? 'admin' : 'member')
    await server.organizations.addMember(OPERATOR, { ...place, accountId, role })
    const key = { ...place, workspaceId: build.id, accountId }
    if (inWorkspace !== undefined)
      await server.organizations.addMember(OPERATOR, { ...key, role: inWorkspace })
    return await equip(server, await signIn(server, name))
  }
  const secret = (await make.token('service_token', robot)).secret
  await server.createAccount('root', 'admin')
  const disabled = await join('disabled', 'admin', 'admin')
  await server.accounts.disable(OPERATOR, disabled.account.id)
  const machine = await equip(server, { browser: new Browser(server.url), account: robot })
  await machine.browser.signIn(robot.email)
  const headers = {}
  return [
    {
      person: 'anonymous',
      headers,
      secret: undefined,
      ...(await stayOutside({ browser: new Browser(server.url), account: maker })),
    },
    { person: 'member', headers, ...(await join('member', 'member', 'member')) },
    { person: 'workspace admin', headers, ...(await join('lead', 'member', 'admin')) },
    { person: 'organization admin', headers, ...(await join('head', 'admin')) },
    { person: 'admin', headers, ...(await equip(server, await signIn(server, 'root'))) },
    { person: 'disabled', headers, ...(await stayOutside(disabled)) },
    {
      person: 'service account',
      headers: { authorization: `Bearer ${secret}` },
      ...(await stayOutside(machine)),
    },
  ]
}

/** With a token that can do whatever its account may grant. */
async function equip<Who extends Pick<Somebody, 'account'>>(server: TestServer, who: Who) {
  const { id: accountId, role } = who.account
  const scopes = ['patmint:write', 'tracker:write', 'documents:write']
  const given = role === 'admin' ? ['patmint:admin', ...scopes] : scopes
  const { secret } = await server.tokens.mint(OPERATOR, { accountId, name: 'Program', scopes: given })
  return { ...who, secret }
}

/** A browser, and what its forms carry. */
export type Signed = Pick<Somebody, 'browser' | 'account' | 'formToken'>

export async function signIn(server: TestServer, name: string): Promise<Signed> {
  const account = await server.accounts.findByEmail(`${name}@example.com`)
  if (account === undefined) throw new Error(`there is no account of ${name}`)
  const browser = new Browser(server.url)
  const answer = await browser.signIn(account.email)
  if (answer.status !== 303) throw new Error(`signing in as ${name} answered ${answer.status}`)
  return { browser, account, formToken: await browser.formToken('/account/security') }
}

/** Nobody is signed in in it: whoever it is has only tried. */
async function stayOutside<Who extends Pick<Signed, 'browser' | 'account'>>(who: Who) {
  return { ...who, formToken: await who.browser.formToken('/sign-in') }
}

let count = 0
const fresh = (): number => {
  count += 1
  return count
}

function makeFor(server: TestServer, { acme, build, maker, robot }: Places) {
  const { organizations } = server
  const inAcme = { organizationId: acme.id }
  const inBuild = { ...inAcme, workspaceId: build.id }
  const KINDS = {
    own_token: {},
    workspace_token: { ...inBuild, kind: 'workspace' },
    organization_token: { ...inAcme, kind: 'organization' },
    service_token: {},
  } as const satisfies Record<string, Partial<NewToken>>
  const account = async (role: Role = 'member') => {
    const email = `fresh-${fresh()}@example.com`
    return (await server.accounts.invite(OPERATOR, { email, name: 'Fresh', role })).account
  }
  return {
    name: () => `fresh-${fresh()}`,
    account,
    /** Of `owner`; a place's is always made by somebody else than who acts on it. */
    async token(on: keyof typeof KINDS, owner: Account) {
      const given = { ...KINDS[on], name: `Token ${fresh()}`, scopes: ['tracker:write', 'documents:read'] }
      if (on === 'own_token' && owner.kind === 'person')
        return await server.tokens.mint(OPERATOR, { ...given, accountId: owner.id })
      const isRobots = on === 'service_token' || on === 'own_token'
      return await server.tokens.mint(by(maker), { ...given, accountId: isRobots ? robot.id : maker.id })
    },
    session: (of: Account) =>
      server.sessions.start(OPERATOR, of, { address: undefined, userAgent: undefined }),
    organization: () => server.createOrganization(`Fresh ${fresh()}`),
    workspace: () => organizations.createWorkspace(OPERATOR, { ...inAcme, name: `Fresh ${fresh()}` }),
    serviceAccount: () =>
      organizations.createServiceAccount(OPERATOR, { ...inAcme, name: `Fresh ${fresh()}` }),
    /** Somebody new who is in the organization, or in the workspace as well. */
    async member(where: 'organization' | 'workspace') {
      const { id: accountId, email } = await account()
      const place = where === 'organization' ? inAcme : inBuild
      await organizations.addMember(OPERATOR, { ...place, accountId, role: 'member' })
      return { accountId, email }
    },
    module: () => server.catalogue.addModule(OPERATOR, { name: `fresh-${fresh()}` }),
    async resourceServer() {
      const name = `Fresh ${fresh()}`
      const given = { name, audience: `https://${name.toLowerCase().replace(' ', '-')}.example.com` }
      return await server.catalogue.createResourceServer(OPERATOR, { ...given, modules: ['tracker'] })
    },
    /** There can only be so many: older ones make room. */
    async webhook() {
      const [oldest, ...others] = await server.webhooks.list()
      if (oldest !== undefined && others.length > 10) await server.webhooks.remove(OPERATOR, oldest.id)
      const given = { url: 'https://hooks.example.com/', events: ['token.expired'] }
      const made = await server.webhooks.register(OPERATOR, { ...given, description: `Fresh ${fresh()}` })
      return made.webhook
    },
    application: () =>
      server.clients.createApplication(OPERATOR, {
        name: `Fresh ${fresh()}`,
        redirectUris: ['https://app.example.com/callback'],
        isPublic: false,
        firstParty: false,
      }),
  }
}
