import type { Services } from '../../src/assemble.ts'
import { type Actor, OPERATOR } from '../../src/audit/index.ts'
import { type BelievableOrganization, createBelievableOrganization } from './believable-organization.ts'
import { createBelievableTraffic } from './believable-traffic.ts'

export const PASSWORD = 'a long walk by the sea'

const DAY = 86_400_000

export type Believable = BelievableOrganization & {
  readonly email: string
  /** A token with a history of uses. */
  readonly busyTokenId: string
}

type Plan = {
  readonly name: string
  readonly scopes: string
  readonly mintedDaysAgo: number
  readonly livesDays: number
  /** Uses on an ordinary day, and the address that they come from. */
  readonly uses?: number
  readonly address?: string
  readonly by?: 'Tracker API' | 'Documents API'
  readonly lastUsedDaysAgo?: number
  readonly revokedDaysAgo?: number
}

const PLANS: readonly Plan[] = [
  {
    name: 'Release notes agent',
    scopes: 'tracker:read documents:write',
    mintedDaysAgo: 28,
    livesDays: 30,
    uses: 40,
    address: '203.0.113.7',
  },
  {
    name: 'Nightly backup',
    scopes: 'documents:read drive:read',
    mintedDaysAgo: 81,
    livesDays: 90,
    uses: 6,
    by: 'Documents API',
    address: '198.51.100.24',
  },
  {
    name: 'CI deploy',
    scopes: 'tracker:write',
    mintedDaysAgo: 12,
    livesDays: 60,
    uses: 120,
    address: '192.0.2.61',
  },
  {
    name: 'Laptop',
    scopes: 'tracker:write documents:write calendar:read',
    mintedDaysAgo: 40,
    livesDays: 365,
    uses: 15,
    lastUsedDaysAgo: 2,
    address: '2001:db8::51',
  },
  { name: 'Dashboard', scopes: 'tracker:read', mintedDaysAgo: 3, livesDays: 180 },
  {
    name: 'Import from the old wiki',
    scopes: 'documents:write',
    mintedDaysAgo: 60,
    livesDays: 90,
    uses: 30,
    by: 'Documents API',
    lastUsedDaysAgo: 44,
    revokedDaysAgo: 43,
    address: '203.0.113.7',
  },
  { name: 'Conference demo', scopes: 'calendar:read', mintedDaysAgo: 70, livesDays: 7 },
]

/** Ninety days in the life of an account. `goBack` sets the clock to so many milliseconds before now. */
export async function createBelievableData(
  services: Services,
  goBack: (milliseconds: number) => void,
): Promise<Believable> {
  const { accounts, catalogue } = services
  goBack(90 * DAY)
  const email = 'ada@example.com'
  const owner = await accounts.create(OPERATOR, {
    email,
    name: 'Ada Lovelace',
    role: 'admin',
    password: PASSWORD,
  })
  const servers = new Map<string, string>()
  for (const { name, modules } of [
    { name: 'Tracker API', modules: ['tracker', 'calendar'] },
    { name: 'Documents API', modules: ['documents', 'drive'] },
  ]) {
    const audience = `https://${modules[0]}.example.com`
    const { resourceServer } = await catalogue.createResourceServer(OPERATOR, { name, audience, modules })
    servers.set(name, resourceServer.clientId)
  }
  const ids = await live(services, { kind: 'account', id: owner.id, address: '203.0.113.7' }, servers, goBack)
  const organization = await createBelievableOrganization(services, owner.id, PASSWORD, goBack)
  await createBelievableTraffic(services, goBack)
  goBack(DAY / 8)
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
  await services.sessions.start({ kind: 'account', id: owner.id }, owner, {
    address: '203.0.113.90',
    userAgent,
  })
  goBack(0)
  return { ...organization, email, busyTokenId: ids.get('CI deploy') ?? '' }
}

/** Day by day: what is due is minted, used and revoked. */
async function live(
  { tokens }: Services,
  by: Actor & { id: string },
  servers: ReadonlyMap<string, string>,
  goBack: (milliseconds: number) => void,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (let daysAgo = 89; daysAgo >= 0; daysAgo -= 1) {
    for (const plan of PLANS) {
      // Not all at the same minute of the day.
      goBack(daysAgo * DAY + plan.name.length * 400_000)
      if (daysAgo === plan.mintedDaysAgo) {
        const given = { name: plan.name, scopes: plan.scopes, expiry: { inDays: plan.livesDays } }
        const { token } = await tokens.mint(by, { accountId: by.id, ...given })
        ids.set(plan.name, token.id)
      }
      const tokenId = ids.get(plan.name)
      if (tokenId === undefined) continue
      const clientId = servers.get(plan.by ?? 'Tracker API') ?? ''
      for (let uses = countUses(plan, daysAgo); uses > 0; uses -= 1)
        tokens.touch({ tokenId, clientId, address: plan.address ?? '203.0.113.7' })
      if (daysAgo === plan.revokedDaysAgo) await tokens.revoke(by, by.id, tokenId)
    }
    await tokens.flushUsage()
  }
  return ids
}

/** Fewer at week-ends, and never twice the same; but the same in every run. */
function countUses(plan: Plan, daysAgo: number): number {
  if (plan.uses === undefined || daysAgo < (plan.lastUsedDaysAgo ?? 0)) return 0
  const isWeekEnd = daysAgo % 7 === 1 || daysAgo % 7 === 2
  const wobble = 0.6 + ((daysAgo * 37) % 11) / 14
  return Math.round(plan.uses * wobble * (isWeekEnd ? 0.25 : 1))
}
