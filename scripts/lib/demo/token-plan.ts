import type { Chance } from './chance.ts'

/** One token's life, thought out before it is lived. Days count back from now. */
export type TokenPlan = {
  readonly name: string
  readonly description: string
  readonly scopes: string
  readonly mintedDaysAgo: number
  readonly livesDays: number
  readonly networks: readonly string[]
  readonly isBound: boolean
  /** Uses on an ordinary day; none for one that nobody ever used. */
  readonly usesPerDay: number
  readonly lastUsedDaysAgo: number
  readonly revokedDaysAgo: number | undefined
  readonly rotatedDaysAgo: number | undefined
}

type Choices<T> = readonly [T, ...T[]]

const NAMES: Choices<string> = [
  'CI deploy',
  'Release notes agent',
  'Laptop',
  'Dashboard',
  'Nightly export',
  'Backup',
  'Conference demo',
  'Grafana',
  'Terraform',
  'Issue importer',
  'Slack bridge',
  'Calendar sync',
  'Editor plug-in',
  'Static site build',
  'Test fixtures',
  'Load test',
  'Mobile preview',
  'Code review agent',
  'Triage agent',
  'Meeting notes agent',
  'Spreadsheet',
  'Home server',
  'Search indexer',
  'Migration from the old wiki',
  'Renovate',
  'Status page',
  'Translations',
  'Changelog',
  'Phone shortcut',
  'Trying things out',
]

const DESCRIPTIONS: Choices<string> = [
  '',
  '',
  'Runs every night at three.',
  'Only until the move is done.',
  'Ask the platform team before ending it.',
  'For the workshop in spring.',
]

const SCOPES: Choices<string> = [
  'tracker:read',
  'tracker:write',
  'tracker:read documents:read',
  'tracker:triage',
  'documents:write',
  'documents:read drive:read',
  'drive:write',
  'calendar:read',
  'calendar:write tracker:read',
  'upload',
  'upload tracker:write',
  'billing:read',
]

const NETWORKS: Choices<string> = ['203.0.113.0/24', '198.51.100.24/32', '2001:db8:51::/48', '192.0.2.0/26']

/** Nobody makes or changes anything before the one day, or after the other; no life is longer than the policy lets it be. */
export type Limits = {
  readonly fromDaysAgo: number
  readonly untilDaysAgo: number
  readonly longestLife: number
}

export function planToken(chance: Chance, { fromDaysAgo, untilDaysAgo, longestLife }: Limits): TokenPlan {
  const isAncient = fromDaysAgo > 370 && longestLife >= 400 && chance.percent(6)
  const isOld = !isAncient && fromDaysAgo > 121 && chance.percent(25)
  const mintedDaysAgo = isAncient
    ? chance.whole(366, fromDaysAgo)
    : isOld
      ? chance.whole(121, fromDaysAgo)
      : chance.whole(untilDaysAgo + 1, Math.min(120, fromDaysAgo))
  const lives =
    mintedDaysAgo > 30 ? chance.pick([30, 90, 180, 365, 365, 700]) : chance.pick([7, 30, 60, 90, 365])
  const livesDays = Math.min(isAncient ? longestLife : lives, longestLife)
  const endedDaysAgo = Math.max(0, mintedDaysAgo - livesDays)
  const fate = chance.whole(1, 100)
  const [earliest, latest] = [Math.max(endedDaysAgo, untilDaysAgo) + 1, mintedDaysAgo - 1]
  const changed = earliest < latest ? chance.whole(earliest, latest) : undefined
  return {
    name: chance.pick(NAMES),
    description: chance.pick(DESCRIPTIONS),
    scopes: chance.pick(SCOPES),
    mintedDaysAgo,
    livesDays,
    networks: chance.percent(13) ? [chance.pick(NETWORKS)] : [],
    isBound: chance.percent(10),
    usesPerDay: chance.percent(82) ? chance.pick([2, 4, 8, 12, 20, 40]) : 0,
    lastUsedDaysAgo: chance.percent(22) ? chance.whole(endedDaysAgo, mintedDaysAgo) : endedDaysAgo,
    revokedDaysAgo: fate <= 14 ? changed : undefined,
    rotatedDaysAgo: fate > 91 ? changed : undefined,
  }
}
