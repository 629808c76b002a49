import { homeOf } from './accounts.ts'
import { idOf, type Known } from './places.ts'
import { addToken, type Holder, type World } from './tokens.ts'

type Given = {
  readonly place: string
  /** The administrator who makes them. */
  readonly by: string
  readonly count: number
  readonly untilDaysAgo?: number
}

const OF_PLACES: readonly Given[] = [
  { place: 'acme', by: 'ada@example.com', count: 5 },
  { place: 'acme/web', by: 'linus@example.com', count: 7 },
  { place: 'acme/web', by: 'barbara@example.com', count: 5, untilDaysAgo: 10 },
  { place: 'acme/mobile', by: 'dorothy@example.com', count: 6 },
  { place: 'acme/data', by: 'george@example.com', count: 8 },
  { place: 'acme/attic', by: 'ada@example.com', count: 3, untilDaysAgo: 34 },
  { place: 'globex', by: 'grace@example.com', count: 3 },
  { place: 'globex/research', by: 'katherine@example.com', count: 6 },
  { place: 'globex/operations', by: 'niklaus@example.com', count: 5 },
  { place: 'initech/reports', by: 'stephen@example.com', count: 3, untilDaysAgo: 13 },
]

const OF_SERVICE_ACCOUNTS: readonly (Omit<Given, 'place'> & { readonly name: string })[] = [
  { name: 'Release robot', by: 'ada@example.com', count: 4 },
  { name: 'Nightly backup', by: 'ada@example.com', count: 3 },
  { name: 'Support agent', by: 'ada@example.com', count: 2 },
  { name: 'Lab importer', by: 'grace@example.com', count: 3 },
]

/** Tokens of organizations and workspaces, and those of service accounts. */
export function addPlaceTokens(world: World, known: Known): void {
  for (const given of OF_PLACES) {
    const accountId = idOf(known.accounts, given.by)
    repeat(world, given, {
      accountId,
      makerId: accountId,
      keeperId: accountId,
      place: readPlace(known, given.place),
    })
  }
  for (const given of OF_SERVICE_ACCOUNTS) {
    const makerId = idOf(known.accounts, given.by)
    repeat(world, given, { accountId: idOf(known.accounts, given.name), makerId, keeperId: makerId })
  }
}

function repeat(
  world: World,
  { by, count, untilDaysAgo = 0 }: Omit<Given, 'place'>,
  holder: Omit<Holder, 'address' | 'limits'>,
): void {
  const limits = { fromDaysAgo: 280, untilDaysAgo, longestLife: 365 }
  for (let made = 0; made < count; made += 1) addToken(world, { ...holder, address: homeOf(by), limits })
}

function readPlace({ places }: Known, name: string): NonNullable<Holder['place']> {
  const [organization = ''] = name.split('/')
  const organizationId = idOf(places, organization)
  return organization === name
    ? { kind: 'organization', organizationId }
    : { kind: 'workspace', organizationId, workspaceId: idOf(places, name) }
}
