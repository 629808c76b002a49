import type { Services } from '../../../src/assemble.ts'
import type { NewToken } from '../../../src/tokens/index.ts'
import type { Chance } from './chance.ts'
import type { Timeline } from './timeline.ts'
import { type Limits, planToken, type TokenPlan } from './token-plan.ts'
import type { Used } from './usage.ts'

export type Holder = {
  readonly accountId: string
  /** Who makes it, and who replaces and ends it later. */
  readonly makerId: string
  readonly keeperId: string
  readonly address: string
  /** What it belongs to, if not to its account. */
  readonly place?: Pick<NewToken, 'kind' | 'organizationId' | 'workspaceId'>
  readonly limits?: Partial<Limits>
}

export type World = {
  readonly services: Services
  readonly chance: Chance
  readonly timeline: Timeline
  /** From a module to the client id of an API that serves it. */
  readonly serves: ReadonlyMap<string, string>
  /** Who ends tokens of others. */
  readonly adminId: string
  readonly used: Used[]
}

const LIMITS: Limits = { fromDaysAgo: 400, untilDaysAgo: 0, longestLife: 365 }

const REASONS = [
  'Found in a public repository',
  'Nobody knows what it was for',
  'The machine was lost',
] as const

/** Plans a token's whole life: when it is made, used, replaced and ended. */
export function addToken(world: World, holder: Holder): void {
  const { timeline, chance } = world
  const plan = planToken(chance, { ...LIMITS, ...holder.limits })
  const reason = chance.percent(35) ? chance.pick(REASONS) : undefined
  timeline.at(plan.mintedDaysAgo, async () => {
    const id = await mint(world, holder, plan)
    noteUse(world, holder, plan, id)
    if (plan.revokedDaysAgo !== undefined)
      timeline.at(plan.revokedDaysAgo, () => revoke(world, holder, id, reason))
    if (plan.rotatedDaysAgo !== undefined)
      timeline.at(plan.rotatedDaysAgo, () => rotate(world, holder, plan, id))
  })
}

async function mint({ services, serves }: World, holder: Holder, plan: TokenPlan): Promise<string> {
  const { accountId, makerId, address, place = {} } = holder
  const clientId = serves.get(moduleOf(plan))
  const { token } = await services.tokens.mint(
    { kind: 'account', id: makerId, address },
    {
      ...place,
      accountId,
      name: plan.name,
      description: plan.description,
      scopes: plan.scopes,
      expiry: { inDays: plan.livesDays },
      networks: plan.networks,
      ...(plan.isBound && clientId !== undefined ? { resourceServers: [clientId] } : {}),
    },
  )
  return token.id
}

const moduleOf = ({ scopes }: TokenPlan): string => scopes.split(' ')[0]?.split(':')[0] ?? ''

function noteUse(
  { used, serves, chance }: World,
  { address }: Holder,
  plan: TokenPlan,
  tokenId: string,
): void {
  if (plan.usesPerDay === 0) return
  used.push({
    tokenId,
    clientId: serves.get(moduleOf(plan)) ?? '',
    addresses: [address, `198.51.100.${chance.whole(2, 250)}`],
    fromDaysAgo: plan.mintedDaysAgo - 1,
    untilDaysAgo: Math.max(plan.lastUsedDaysAgo, plan.revokedDaysAgo ?? 0, plan.rotatedDaysAgo ?? 0),
    perDay: plan.usesPerDay,
  })
}

async function revoke(
  { services: { tokens }, adminId }: World,
  { keeperId, address }: Holder,
  id: string,
  reason: string | undefined,
): Promise<void> {
  if (reason === undefined) await tokens.revoke({ kind: 'account', id: keeperId, address }, keeperId, id)
  else await tokens.revokeAny({ kind: 'account', id: adminId, address: '203.0.113.7' }, id, reason)
}

async function rotate(world: World, holder: Holder, plan: TokenPlan, id: string): Promise<void> {
  const { keeperId, address } = holder
  const { token } = await world.services.tokens.rotate(
    { kind: 'account', id: keeperId, address },
    { accountId: keeperId, tokenId: id, when: world.chance.pick(['now', 'hour', 'day', 'first_use']) },
  )
  noteUse(world, holder, { ...plan, mintedDaysAgo: plan.rotatedDaysAgo ?? 0, lastUsedDaysAgo: 0 }, token.id)
}
