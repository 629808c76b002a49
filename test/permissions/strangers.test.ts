import { expect } from 'chai'
import { OPERATOR } from '../../src/audit/index.ts'
import { listRoutes } from './routes.ts'
import { createWorld, type Signed, signIn, type World } from './world.ts'

const UNKNOWN = ['0198c0de-0000-7000-8000-000000000000', 'nonsense', 'a'.repeat(5_000)]

/** Whatever a form could want, so that nothing is refused for what is missing. */
const FIELDS = Object.fromEntries(
  new URLSearchParams(
    'name=Mine&title=Mine&slug=mine&email=eve@example.com&role=admin&when=now&reason=Mine&overlap=none&shape=read' +
      '&kinds=personal&decision=allow&expires_in=30&access.tracker=tracker:read&audience=https://mine.example.com',
  ),
)

const STRANGERS = ['who is in nothing', 'who administers another organization'] as const

describe('a stranger', () => {
  let world: World
  /** Real ids of what is somebody else's, by the segment of the address that they follow. */
  let real: Readonly<Record<string, readonly string[]>>
  let strangers: Readonly<Record<(typeof STRANGERS)[number], Signed>>

  before(async () => {
    world = await createWorld()
    real = await makeReal(world)
    const { server } = world
    const mallory = await server.createAccount('mallory')
    await server.createAccount('eve')
    await server.createOrganization('Globex', mallory)
    strangers = {
      'who is in nothing': await signIn(server, 'eve'),
      'who administers another organization': await signIn(server, 'mallory'),
    }
  })
  after(() => world.server.close())

  const count = async (): Promise<number> => {
    const rows = await world.server.database.manager.query('select count(*)::int as count from audit_event')
    return rows[0].count
  }

  for (const who of STRANGERS) {
    it(`U13 ${who} gets one answer for real, unknown and malformed ids`, async () => {
      const signed = strangers[who]
      const before = await count()
      for (const route of withParameters()) {
        const nothing = await ask(
          signed,
          route,
          fill(route, () => UNKNOWN[0] ?? ''),
        )
        expect(nothing, route).to.match(/^404 /)
        for (const path of [...listReal(route), ...listWrong(route)])
          expect(await ask(signed, route, path), `${route} ${path.slice(0, 200)}`).to.equal(nothing)
      }
      expect(await count()).to.equal(before)
    })

    it(`U13 ${who} is told of a NUL in an address what everybody is told`, async () => {
      const signed = strangers[who]
      const nothing = await ask(signed, 'get', '/nowhere/%00')
      expect(nothing).to.match(/^400 /)
      for (const route of withParameters().filter((one) => one.startsWith('get ')))
        expect(
          await ask(
            signed,
            route,
            fill(route, () => '%00'),
          ),
          route,
        ).to.equal(nothing)
    })
  }

  it('U13 finds nothing of others under an organization of their own', async () => {
    const signed = strangers['who administers another organization']
    for (const route of withParameters()) {
      if (!/\/organizations\/:slug\/.*:/.test(route)) continue
      const nothing = await ask(
        signed,
        route,
        fill(route, () => UNKNOWN[0] ?? ''),
      )
      for (const path of listReal(route)) {
        const own = path.replace('/organizations/acme', '/organizations/globex')
        expect(await ask(signed, route, own), `${route} ${own}`).to.equal(nothing)
      }
    }
  })

  it('U13 finds nothing of others by an id in the query', async () => {
    for (const signed of Object.values(strangers)) {
      for (const [route, name, ids] of [
        ['get /account/tokens/new', 'from', real['tokens']],
        [
          'get /account/tokens/new',
          'for',
          [...(real['service-accounts'] ?? []), ...(real['accounts'] ?? [])],
        ],
        ['post /account/tokens', 'for', [...(real['service-accounts'] ?? []), ...(real['accounts'] ?? [])]],
      ] as const) {
        const to = (id: string) => `${route.split(' ')[1]}?${name}=${id}`
        const nothing = await ask(signed, route, to(UNKNOWN[0] ?? ''))
        expect(nothing, route).to.match(/^404 /)
        for (const id of [...(ids ?? []), ...UNKNOWN])
          expect(await ask(signed, route, to(id)), `${route} ${name}`).to.equal(nothing)
      }
    }
  })

  const withParameters = (): string[] => listRoutes(world.server).filter((route) => route.includes(':'))

  /** Every combination of real ids of others. */
  function listReal(route: string): string[] {
    const segments = [...route.matchAll(/([\w-]+)\/:\w+/g)].map(([, segment = '']) => segment)
    const most = Math.max(...segments.map((segment) => idsOf(segment).length))
    return Array.from({ length: most }, (_, index) =>
      fill(route, (segment) => {
        const ids = idsOf(segment)
        return ids[index % ids.length] ?? ''
      }),
    )
  }

  /** One of them unknown or malformed, beside real ones. */
  const listWrong = (route: string): string[] =>
    [...route.matchAll(/([\w-]+)\/:\w+/g)].flatMap(([, wrong = '']) =>
      UNKNOWN.map((id) => fill(route, (segment) => (segment === wrong ? id : (idsOf(segment)[0] ?? '')))),
    )

  function idsOf(segment: string): readonly string[] {
    const ids = real[segment]
    if (ids === undefined) throw new Error(`say here what a real id after /${segment}/ is`)
    return ids
  }
})

async function makeReal({ server, make, maker, robot, build, acme }: World) {
  const token = async (on: Parameters<typeof make.token>[0]) => (await make.token(on, maker)).token.id
  const { session } = await make.session(maker)
  const { client } = await make.application()
  const webhook = await make.webhook()
  return {
    tokens: [
      await token('own_token'),
      await token('workspace_token'),
      await token('organization_token'),
      await token('service_token'),
    ],
    sessions: [session.id],
    organizations: [acme.slug, acme.id],
    workspaces: [build.slug, build.id],
    members: [maker.id, robot.id],
    'service-accounts': [robot.id, maker.id],
    accounts: [maker.id, robot.id],
    modules: ['tracker'],
    'resource-servers': [(await make.resourceServer()).resourceServer.clientId],
    clients: [client.id],
    webhooks: [webhook.id],
    deliveries: [(await server.webhooks.sendTest(OPERATOR, webhook.id)).id],
    interaction: [await beginInteraction(server, client.id)],
  }
}

/** Somebody else's sign-in to an application, which waits for them. */
async function beginInteraction(server: World['server'], client_id: string): Promise<string> {
  const query = new URLSearchParams({
    client_id,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: 'https://app.example.com/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  })
  const answer = await fetch(`${server.url}/authorize?${query.toString()}`, { redirect: 'manual' })
  const [, uid = ''] = /\/interaction\/([\w-]+)$/.exec(answer.headers.get('location') ?? '') ?? []
  expect(uid, String(answer.status)).not.to.equal('')
  return uid
}

const fill = (route: string, of: (segment: string) => string): string =>
  route
    .replace(/^\w+ /, '')
    .replaceAll(/([\w-]+)\/:\w+/g, (_, segment: string) => `${segment}/${of(segment)}`)

/** Status and page, without what is another one each time. */
async function ask({ browser, formToken }: Signed, route: string, path: string): Promise<string> {
  const answer = route.startsWith('post')
    ? await browser.post(path, { form_token: formToken, ...FIELDS }, { accept: 'application/json' })
    : await browser.get(path)
  const text = (await answer.text())
    .replaceAll(answer.headers.get('x-request-id') ?? '-', 'REQUEST')
    .replaceAll(/(name="form_token"[^>]*value=")[^"]*/g, '$1')
  return `${answer.status} ${answer.headers.get('location') ?? ''} ${text}`
}
