import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import type { Operation } from '../../src/http/api/operation.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { callOperation, fillPath, parametersOf } from './every.ts'
import { programOf } from './support.ts'

const UNKNOWN = '0198c0de-0000-7000-8000-000000000000'
const MALFORMED = ['nonsense', '😀', 'a'.repeat(5_000)]

type Ids = Readonly<Record<string, readonly string[]>>

/** Whoever is nobody here, and what their tokens can do. */
type Stranger = { readonly secret: string; readonly operations: readonly Operation[] }

describe('a stranger who calls the API', () => {
  let server: TestServer
  /** Real ids of what is somebody else's, by the parameter that they stand for. */
  let real: Ids
  let strangers: Readonly<Record<string, Stranger>>

  const withParameters = OPERATIONS.filter(({ path }) => path.includes('{'))
  const ofAll = withParameters.filter(({ access }) => access !== 'patmint:admin')
  const ofAdmins = withParameters.filter(({ access }) => access === 'patmint:admin')

  before(async () => {
    server = await freshServer({ PATMINT_RATE_LIMIT_PER_MINUTE: '100000' })
    real = await makeReal(server)
    const [eve, mallory, trudy] = [
      await server.createAccount('eve'),
      await server.createAccount('mallory'),
      await server.createAccount('trudy', 'admin'),
    ]
    const globex = await server.createOrganization('Globex', mallory)
    const initech = await server.createOrganization('Initech', trudy)
    const inGlobex = { kind: 'organization', organizationId: globex.id } as const
    const inInitech = { kind: 'organization', organizationId: initech.id } as const
    const write = ['patmint:write']
    strangers = {
      'who is in nothing': { secret: (await programOf(server, eve, write)).secret, operations: ofAll },
      'who administers another organization': {
        secret: (await programOf(server, mallory, write)).secret,
        operations: ofAll,
      },
      'with a token of another organization': {
        secret: (await programOf(server, mallory, write, inGlobex)).secret,
        operations: ofAll,
      },
      'with an administrator’s token of another organization': {
        secret: (await programOf(server, trudy, ['patmint:admin', 'patmint:write'], inInitech)).secret,
        operations: [...ofAll, ...ofAdmins],
      },
    }
  })
  after(() => server.close())

  const count = async (): Promise<number> =>
    (await server.database.manager.query('select count(*)::int as n from audit_event'))[0].n

  for (const who of [
    'who is in nothing',
    'who administers another organization',
    'with a token of another organization',
    'with an administrator’s token of another organization',
  ])
    it(`U13 ${who} gets one answer for real, unknown and malformed ids`, async () => {
      const stranger = strangers[who]
      if (stranger === undefined) throw new Error(`there is no stranger ${who}`)
      const before = await count()
      for (const subject of stranger.operations) {
        const nothing = await ask(
          stranger,
          subject,
          fillPath(subject, () => UNKNOWN),
        )
        expect(nothing, subject.id).to.match(/^404 /)
        for (const path of [...listReal(subject), ...listWrong(subject)])
          expect(await ask(stranger, subject, path), `${subject.id} ${path.slice(0, 200)}`).to.equal(nothing)
      }
      expect(await count()).to.equal(before)
    })

  it('U13 finds nothing of others under an organization of their own', async () => {
    const stranger = strangers['who administers another organization']
    if (stranger === undefined) throw new Error('nobody administers another organization')
    const before = await count()
    for (const subject of stranger.operations) {
      const [first, inside] = parametersOf(subject)
      if (first !== 'organization' || inside === undefined) continue
      const inOwn = (idFor: (name: string) => string) =>
        fillPath(subject, (name) => (name === 'organization' ? 'globex' : idFor(name)))
      const nothing = await ask(
        stranger,
        subject,
        inOwn(() => UNKNOWN),
      )
      expect(nothing, subject.id).to.match(/^404 /)
      for (const index of [0, 1])
        expect(
          await ask(
            stranger,
            subject,
            inOwn((name) => idAt(name, index)),
          ),
          subject.id,
        ).to.equal(nothing)
    }
    expect(await count()).to.equal(before)
  })

  /** Status and problem, without what is another one each time. */
  async function ask({ secret }: Stranger, subject: Operation, path: string): Promise<string> {
    const answer = await callOperation(server.url, subject, { path, secret })
    const { requestId: _, ...problem } = (await answer.json()) as Record<string, unknown>
    return `${answer.status} ${JSON.stringify(problem)}`
  }

  const idAt = (name: string, index: number): string => {
    const ids = real[name]
    if (ids === undefined) throw new Error(`say here what a real ${name} is`)
    return ids[index % ids.length] ?? ''
  }

  /** Every one of them, with others of the same place. */
  function listReal(subject: Operation): string[] {
    const most = Math.max(...parametersOf(subject).map((name) => real[name]?.length ?? 0))
    return Array.from({ length: most }, (_, index) => fillPath(subject, (name) => idAt(name, index)))
  }

  /** One of them malformed or unknown, beside real ones. */
  const listWrong = (subject: Operation): string[] =>
    parametersOf(subject).flatMap((wrong) =>
      [UNKNOWN, ...MALFORMED].map((id) => fillPath(subject, (name) => (name === wrong ? id : idAt(name, 0)))),
    )
})

async function makeReal(server: TestServer): Promise<Ids> {
  const maker = await server.createAccount('maker')
  const acme = await server.createOrganization('Acme', maker)
  const inAcme = { organizationId: acme.id }
  const build = await server.organizations.createWorkspace(OPERATOR, { ...inAcme, name: 'Build' })
  const key = { ...inAcme, workspaceId: build.id, accountId: maker.id }
  await server.organizations.addMember(OPERATOR, { ...key, role: 'member' })
  const robot = await server.organizations.createServiceAccount(OPERATOR, { ...inAcme, name: 'Robot' })
  const given = { name: 'Tracker API', audience: 'https://tracker.example.com', modules: ['tracker'] }
  const { resourceServer } = await server.catalogue.createResourceServer(OPERATOR, given)
  const { client } = await server.clients.createApplication(OPERATOR, {
    name: 'App',
    redirectUris: [],
    isPublic: false,
    firstParty: false,
  })
  const hook = { url: 'https://hooks.example.com/', description: '', events: ['token.leaked'] }
  const { webhook } = await server.webhooks.register(OPERATOR, hook)
  const tokenOf = async (accountId: string, more = {}) => {
    const by = accountId === maker.id ? ({ kind: 'account', id: maker.id } as const) : OPERATOR
    return (await server.tokens.mint(by, { accountId, name: 'x', scopes: ['tracker:read'], ...more })).token
      .id
  }
  return {
    organization: [acme.id, 'acme'],
    workspace: [build.id, 'build'],
    accountId: [maker.id, robot.id],
    tokenId: [
      await tokenOf(maker.id),
      await tokenOf(robot.id),
      await tokenOf(maker.id, { kind: 'organization', ...inAcme }),
      await tokenOf(maker.id, { kind: 'workspace', ...inAcme, workspaceId: build.id }),
    ],
    module: ['tracker', 'patmint'],
    clientId: [resourceServer.clientId, client.id, 'patmint'],
    webhookId: [webhook.id],
    deliveryId: [(await server.webhooks.sendTest(OPERATOR, webhook.id)).id],
  }
}
