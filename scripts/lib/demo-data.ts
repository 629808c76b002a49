import type { Services } from '../../src/assemble.ts'
import { OPERATOR } from '../../src/audit/index.ts'
import { homeOf, planAccounts, planInvitations, planSessions } from './demo/accounts.ts'
import { planClients } from './demo/applications.ts'
import { CATALOGUE } from './demo/catalogue.ts'
import { createChance } from './demo/chance.ts'
import { ADMIN, MEMBER, PASSWORD, people } from './demo/people.ts'
import { addPlaceTokens } from './demo/place-tokens.ts'
import { findPlaces, idOf, type Known, planChanges, planMembers } from './demo/places.ts'
import { type GoBack, live, type Timeline } from './demo/timeline.ts'
import { addToken, type World } from './demo/tokens.ts'
import { introspect, type Used, useTokens } from './demo/usage.ts'
import { deliverAll, planWebhooks } from './demo/webhooks.ts'

export type Demo = {
  /** Addresses to sign in with, all with the same password. */
  readonly admin: string
  readonly member: string
  readonly password: string
}

const DAY = 86_400_000
const SEED = 20_261_122

/**
 * A year in the life of an instance with forty accounts, the same in every run. Everything is made by the verbs that the
 * doors call too; `goBack` sets the services' clock to so many milliseconds before now, `receiver` listens to webhooks.
 */
export async function createDemoData(services: Services, goBack: GoBack, receiver: string): Promise<Demo> {
  const known: Known = { accounts: new Map(), places: new Map() }
  goBack(410 * DAY)
  await services.declarations.apply(OPERATOR, CATALOGUE, { force: true })
  await findPlaces(services, known)
  const serves = await findServers(services)
  await live(goBack, (timeline) => {
    planAccounts(timeline, services, known)
    planMembers(timeline, services, known)
  })
  const adminId = idOf(known.accounts, ADMIN)
  const by = { kind: 'account', id: adminId, address: homeOf(ADMIN) } as const
  const used: Used[] = []
  const chance = createChance(SEED)
  await live(goBack, (timeline) => {
    const world: World = { services, chance, timeline, serves, adminId, used }
    addPersonalTokens(world, known)
    addPlaceTokens(world, known)
    planClients(timeline, services, by)
    planChanges(timeline, services, known, by)
    planInvitations(timeline, services, by)
    planSessions(timeline, services, known, chance)
    planPolicy(timeline, services)
    planWebhooks(timeline, services, by, receiver)
  })
  await useTokens(services, chance, goBack, used)
  await introspect(services, chance, goBack)
  goBack(0)
  await deliverAll(services)
  return { admin: ADMIN, member: MEMBER, password: PASSWORD }
}

/** For each module, an API that serves it. */
async function findServers({ catalogue }: Services): Promise<Map<string, string>> {
  const servers = await catalogue.listResourceServers()
  return new Map(
    servers.flatMap(({ clientId, modules }) => modules.map(({ name }) => [name, clientId] as const)),
  )
}

/** Some have many, some few; some were issued by an administrator. */
function addPersonalTokens(world: World, known: Known): void {
  for (const { email, disabledDaysAgo = 0, organization } of people) {
    const accountId = idOf(known.accounts, email)
    const holder = { accountId, makerId: accountId, keeperId: accountId, address: homeOf(email) }
    const limits = {
      fromDaysAgo: 395,
      untilDaysAgo: disabledDaysAgo,
      longestLife: organization === 'acme' ? 365 : 700,
    }
    for (let count = world.chance.whole(3, 13); count > 0; count -= 1) addToken(world, { ...holder, limits })
    if (world.chance.percent(20) && email !== ADMIN && email !== 'grace@example.com') {
      addToken(world, { ...holder, makerId: world.adminId, limits: { ...limits, longestLife: 90 } })
    }
  }
}

/** Shorter lives: announced two weeks ago, and in force for tokens that exist in three weeks. */
function planPolicy(timeline: Timeline, { policies, clock }: Services): void {
  timeline.at(14, async () => {
    const settings = { ...(await policies.instance()), maxDays: 365, maxIdleDays: 180 }
    const enforcedFrom = new Date(clock().getTime() + 35 * DAY)
    await policies.change(OPERATOR, settings, { enforcedFrom })
  })
}
