import { expect } from 'chai'
import fc from 'fast-check'
import { OPERATOR } from '../../src/audit/index.ts'
import { DAY } from '../../src/lib/index.ts'
import type { Organization } from '../../src/organizations/index.ts'
import { failure } from '../support/failure.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

describe('the policy', () => {
  let rooms: TestRooms
  let acme: Organization

  beforeEach(async () => {
    rooms = await freshRooms({ PATMINT_TOKEN_DEFAULT_DAYS: '20', PATMINT_TOKEN_MAX_DAYS: '200' })
    acme = await rooms.createOrganization('Acme')
  })
  afterEach(() => rooms.close())

  const change = async (to: object, options?: { enforcedFrom?: Date }) =>
    await rooms.policies.change(OPERATOR, { ...(await rooms.policies.instance()), ...to }, options)

  it('is what the options say, until somebody saves another', async () => {
    expect(await rooms.policies.instance()).to.deep.include({
      defaultDays: 20,
      maxDays: 200,
      allowNever: false,
    })
    await change({ maxDays: 90 })
    expect(await rooms.policies.instance()).to.deep.include({ defaultDays: 20, maxDays: 90 })
  })

  it('is kept in versions, with who and when; the same again is no new one', async () => {
    await change({ maxDays: 90 })
    await change({ maxDays: 90 })
    await change({ maxDays: 60 })
    const history = await rooms.policies.history()
    expect(history.map(({ settings }) => settings.maxDays)).to.deep.equal([60, 90])
    expect(history[0]?.madeBy).to.equal('an operator, on the command line')
    const { events } = await rooms.audit.list({ name: 'policy.changed' })
    expect(events[0]?.data).to.deep.include({ before: { maxDays: 90 }, after: { maxDays: 60 } })
  })

  it('holds for new tokens at once, and for existing ones from the date that it names', async () => {
    await change({ maxDays: 30 }, { enforcedFrom: new Date(rooms.clock().getTime() + 7 * DAY) })
    expect((await rooms.policies.newest()).for([]).maxDays).to.equal(30)
    expect((await rooms.policies.inForce()).for([]).maxDays).to.equal(200)
    rooms.clock.advance(8 * DAY)
    expect((await rooms.policies.inForce()).for([]).maxDays).to.equal(30)
  })

  for (const [to, field] of [
    [{ maxDays: 0 }, 'maxDays'],
    [{ maxDays: 1.5 }, 'maxDays'],
    [{ maxDays: '30' }, 'maxDays'],
    [{ maxDays: 10 }, 'defaultDays'],
    [{ maxIdleDays: 0 }, 'maxIdleDays'],
    [{ tokensPerAccount: 0 }, 'tokensPerAccount'],
    [{ kinds: [] }, 'kinds'],
    [{ kinds: ['robot'] }, 'kinds'],
    [{ networks: ['10.0.0.0/40'] }, 'networks'],
    [{ memberScopes: ['Tracker:*'] }, 'memberScopes'],
    [{ memberScopes: ['*', 'admin'] }, 'memberScopes'],
    [{ unknown: true }, 'unknown'],
  ] as const) {
    it(`refuses ${JSON.stringify(to)}, naming ${field}`, async () => {
      expect(await failure(change(to))).to.include({ code: 'policy_invalid', field })
    })
  }

  for (const [limits, field] of [
    [{ maxDays: 201 }, 'maxDays'],
    [{ allowNever: true }, 'allowNever'],
    [{ tokensPerAccount: 51 }, 'tokensPerAccount'],
    [{ defaultDays: 201 }, 'defaultDays'],
    [{ maxIdleDays: 31 }, 'maxIdleDays'],
    [{ requireNetworks: false }, 'requireNetworks'],
    [{ kinds: ['personal', 'organization'] }, 'kinds'],
  ] as const) {
    it(`lets no organization be looser: ${JSON.stringify(limits)}`, async () => {
      await change({ maxIdleDays: 30, requireNetworks: true, kinds: ['personal', 'workspace'] })
      expect(await failure(rooms.policies.changeOrganization(OPERATOR, acme.id, limits))).to.include({
        code: 'policy_looser_than_instance',
        field,
      })
    })
  }

  it('of the instance counts where it became stricter than an organization’s', async () => {
    const limits = {
      maxDays: 100,
      defaultDays: 90,
      maxIdleDays: 50,
      tokensPerAccount: 40,
      requireNetworks: false,
    }
    await rooms.policies.changeOrganization(OPERATOR, acme.id, {
      ...limits,
      kinds: ['personal', 'workspace'],
    })
    const stricter = { maxDays: 60, maxIdleDays: 20, tokensPerAccount: 30, requireNetworks: true }
    await change({ ...stricter, kinds: ['personal'] })
    const policy = (await rooms.policies.inForce()).for([acme.id])
    expect(policy).to.deep.include({ ...stricter, defaultDays: 20, kinds: ['personal'], allowNever: false })
  })

  it('of several organizations is the one that satisfies all of them', async () => {
    const other = await rooms.createOrganization('Other')
    await rooms.policies.changeOrganization(OPERATOR, acme.id, {
      maxDays: 100,
      networks: ['10.0.0.0/8'],
      scopes: ['*:read'],
    })
    await rooms.policies.changeOrganization(OPERATOR, other.id, {
      maxDays: 10,
      kinds: ['personal', 'workspace'],
      networks: ['10.1.0.0/16'],
      requireNetworks: true,
    })
    const policy = (await rooms.policies.inForce()).for([acme.id, other.id])
    expect(policy).to.deep.include({
      maxDays: 10,
      defaultDays: 10,
      kinds: ['personal', 'workspace'],
      requireNetworks: true,
      networkLimits: [['10.0.0.0/8'], ['10.1.0.0/16']],
      scopeLimits: [['*:read']],
    })
  })

  it('never gets looser by one more organization', async () => {
    const limits = fc.record(
      {
        maxDays: fc.integer({ min: 20, max: 200 }),
        maxIdleDays: fc.integer({ min: 1, max: 100 }),
        tokensPerAccount: fc.integer({ min: 1, max: 50 }),
        kinds: fc.subarray(['personal', 'workspace', 'organization'], { minLength: 1 }),
        requireNetworks: fc.boolean(),
      },
      { requiredKeys: [] },
    )
    await fc.assert(
      fc.asyncProperty(limits, async (wanted) => {
        const before = (await rooms.policies.inForce()).for([])
        const draft = { organizationId: acme.id, settings: await rooms.policies.parseLimits(wanted) }
        const after = (await rooms.policies.draft(draft)).for([acme.id])
        expect(after.maxDays).to.be.at.most(before.maxDays)
        expect(after.tokensPerAccount).to.be.at.most(before.tokensPerAccount)
        expect(before.kinds).to.include.members([...after.kinds])
        expect(after.defaultDays).to.be.at.most(after.maxDays)
        if (wanted.maxIdleDays !== undefined) expect(after.maxIdleDays).to.equal(wanted.maxIdleDays)
      }),
      { numRuns: 50 },
    )
  })
})
