import { expect } from 'chai'
import { cellOf } from '../../scripts/write-permissions-docs.ts'
import { Browser } from '../support/browser.ts'
import { freshServer, PASSWORD } from '../support/server.ts'
import type { Act, Attempt } from './act.ts'
import { ACTS } from './acts.ts'
import { differenceOf, type Known } from './difference.ts'
import { send } from './doors/pages.ts'
import { createWorld, type Somebody, type World } from './world.ts'

describe('a form', () => {
  let world: World
  let extras: Readonly<Record<string, string>>
  let known: Known
  before(async () => {
    world = await createWorld()
    const { make, acme, build, maker, robot, everybody } = world
    const victim = await make.account()
    const organization = await make.organization()
    const { token } = await make.token('own_token', victim)
    extras = listExtras({ account: victim.id, organization: organization.id, token: token.id })
    known = {
      [victim.id]: 'VICTIM',
      [organization.id]: 'OTHER ORGANIZATION',
      [token.id]: 'OTHER TOKEN',
      [acme.id]: 'ACME',
      [build.id]: 'BUILD',
      [maker.id]: 'MAKER',
      [robot.id]: 'ROBOT',
      ...Object.fromEntries(everybody.map(({ person, account }) => [account.id, person.toUpperCase()])),
    }
  })
  after(() => world.server.close())

  for (const act of ACTS.filter(({ route }) => route.startsWith('post ')))
    it(`U11 changes nothing more for fields that it does not have: ${act.route}, ${act.on}`, async () => {
      const usual = await tryIt(act, {})
      expect(usual).not.to.deep.equal([])
      expect(await tryIt(act, extras)).to.deep.equal(usual)
    })

  it('U9 changes nothing without its token, wherever it is', async () => {
    for (const act of ACTS.filter(({ route }) => route.startsWith('post '))) {
      const who = findPermitted(act, world.everybody)
      const attempt = await act.prepare(world, who)
      const difference = await differenceOf(world.server, known, async () => {
        const answer = await send({ ...who, formToken: '' }, act, attempt)
        expect(answer.status, act.route).to.equal(403)
        expect(await answer.json()).to.include({ code: 'form_expired' })
      })
      expect(difference, act.route).to.deep.equal([])
      await attempt.after?.(false)
    }
  })

  /** @returns what it changed */
  async function tryIt(act: Act, more: Readonly<Record<string, string>>): Promise<string[]> {
    const who = findPermitted(act, world.everybody)
    const attempt = await act.prepare(world, who)
    const difference = await differenceOf(world.server, known, async () => {
      const answer = await send(who, act, withFields(attempt, more))
      expect(answer.status, (await answer.text()).slice(0, 500)).to.equal(303)
    })
    await attempt.after?.(true)
    return difference
  }
})

describe('a form for those who are not signed in', () => {
  it('U11 sets up an administrator and signs in whoever knows the password, whatever else is posted', async () => {
    const server = await freshServer()
    try {
      const key = await server.accounts.createSetupLink()
      const browser = new Browser(server.url)
      const form_token = await browser.formToken(`/setup?key=${key}`)
      const ada = { email: 'ada@example.com', name: 'Ada', password: PASSWORD }
      const more = listExtras({ account: 'x', organization: 'x', token: 'x' })
      await browser.post('/setup', { ...more, ...ada, form_token, key: String(key) })
      const account = await server.accounts.findByEmail(ada.email)
      expect(account).to.include({ kind: 'person', role: 'admin', organizationId: null, disabledAt: null })
      const grace = await server.createAccount('grace')
      const other = new Browser(server.url)
      const token = await other.formToken('/sign-in')
      const given = { ...more, ...listExtras({ account: account?.id ?? '', organization: 'x', token: 'x' }) }
      await other.post('/sign-in', { ...given, form_token: token, email: grace.email, password: PASSWORD })
      expect(await (await other.get('/account/security')).text()).to.contain(grace.email)
      expect((await other.get('/admin')).status).to.equal(404)
    } finally {
      await server.close()
    }
  })
})

/** The first to whom the table says yes, by the door that the act is at. */
function findPermitted(act: Act, everybody: readonly Somebody[]): Somebody {
  const isInConsole = act.route.includes(' /admin')
  const found = everybody.find(
    ({ person }) =>
      cellOf(act, person) === 'yes' &&
      (!isInConsole || cellOf({ action: 'console.see', on: 'instance' }, person) === 'yes'),
  )
  if (found === undefined) throw new Error(`nobody may do ${act.action}`)
  return found
}

/** Those that the form has, keep what it says. */
function withFields(attempt: Attempt, more: Readonly<Record<string, string>>): Attempt {
  const { fields = {} } = attempt
  const own = Array.isArray(fields) ? fields : Object.entries(fields)
  const names = new Set(own.map(([name]) => name))
  return { ...attempt, fields: [...own, ...Object.entries(more).filter(([name]) => !names.has(name))] }
}

const each = (names: string, value: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, value]))

/** What a careless handler would copy into its row. */
const listExtras = ({
  account,
  organization,
  token,
}: Record<'account' | 'organization' | 'token', string>) => ({
  ...each('id account accountId account_id userId by actor whose madeBy made_by madeByAccountId', account),
  ...each('organization organizationId organization_id workspace workspaceId workspace_id', organization),
  ...each('tokenId token_id rotatedFrom rotated_from', token),
  ...each('clientId client_id', 'patmint'),
  ...each('role role[] account[role] constructor.prototype.role __proto__ scopes', 'admin'),
  ...each('admin isAdmin isPublic is_admin', 'true'),
  ...each('kind', 'service'),
  ...each('authMethod grantTypes', 'none'),
  ...each('expiresAt expires_at retiresAt createdAt enforcedFrom adoptedAt', '2099-01-01T00:00:00.000Z'),
  ...each('revokedAt revoked_at disabledAt disabled_at', '2020-01-01T00:00:00.000Z'),
  ...each('secret secretHash secret_hash passwordHash password_hash hash hint', 'x'),
})
