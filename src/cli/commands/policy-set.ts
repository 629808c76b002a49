import type { Command } from 'commander'
import type { Services } from '../../assemble.ts'
import { OPERATOR } from '../../audit/index.ts'
import type { OrganizationLimits, PolicySettings } from '../../policy/index.ts'
import type { Narrowing } from '../../tokens/index.ts'
import { NothingToSet } from '../errors.ts'
import { examples } from '../examples.ts'
import { getOrganization } from '../find-organization.ts'
import type { Perform } from '../perform.ts'
import { addPolicyOptions, type GivenPolicy, pickPolicy } from '../policy-options.ts'
import { describePolicy } from '../policy-text.ts'
import { parseMoment } from '../shell.ts'
import { day, paragraphs, table } from '../text.ts'

type Options = {
  readonly organization?: string
  readonly from?: Date
  readonly clear?: string[]
  readonly dryRun?: true
}

export function addPolicySet(policy: Command, perform: Perform): void {
  const command = policy
    .command('set')
    .description(
      'Change what tokens may be. New tokens comply at once; says which existing ones no longer do, and when they stop.',
    )
    .option('--organization <slug>', 'only for this organization, and stricter than the instance')
    .option('--from <date>', 'when it begins to hold for tokens that exist (default: now)', parseMoment)
    .option(
      '--clear <setting>',
      'of an organization: ask no more than the instance; may be repeated',
      collectNames,
    )
    .option('--dry-run', 'only say which tokens would no longer comply')
  addPolicyOptions(command)
    .addHelpText(
      'after',
      examples(
        'policy set --max-days 90 --dry-run',
        'policy set --max-days 90 --from 2027-01-31',
        'policy set --organization acme --max-idle-days 30 --networks 203.0.113.0/24',
      ),
    )
    .action((options: Options) => perform((services) => set(services, pickPolicy(options), options)))
}

const collectNames = (given: string, before: string[] = []): string[] => [
  ...before,
  given.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
]

async function set(services: Services, given: GivenPolicy, options: Options) {
  if (Object.keys(given).length === 0 && options.clear === undefined) throw new NothingToSet()
  const { settings, draft, save } = await prepare(services, given, options)
  const found = await services.tokens.findNonCompliant(draft)
  if (options.dryRun !== true) await save()
  const { narrowed } = found
  const rows = found.tokens.map(({ token, end }) => [token.id, token.name, token.accountEmail, day(end.at)])
  const losers = narrowed.tokens.map((narrowing) => {
    const { token } = narrowing
    return [token.id, token.name, token.accountEmail, describeNarrowing(narrowing)]
  })
  return {
    json: {
      saved: options.dryRun !== true,
      policy: settings,
      nonCompliant: found.total,
      stoppingNow: found.stoppingNow,
      tokens: found.tokens.map(({ token, end }) => ({ id: token.id, name: token.name, end })),
      narrowed: narrowed.total,
      narrowedTokens: narrowed.tokens.map(({ token: { id, name }, lostScopes, fewerNetworks }) => ({
        id,
        name,
        lostScopes,
        fewerNetworks,
      })),
    },
    text: paragraphs(
      options.dryRun === true ? 'Nothing was changed. The policy would be:' : 'The policy is saved:',
      describePolicy(settings),
      found.total + narrowed.total === 0 ? 'Every token that works complies with it.' : undefined,
      found.total === 0 ? undefined : `${found.total} of the tokens that work do not comply with it:`,
      found.total === 0 ? undefined : table(['ID', 'NAME', 'ACCOUNT', 'STOPS'], rows, ''),
      narrowed.total === 0 ? undefined : `${narrowed.total} of the tokens that work go on, and can do less:`,
      narrowed.total === 0 ? undefined : table(['ID', 'NAME', 'ACCOUNT', 'LOSES'], losers, ''),
    ),
  }
}

const describeNarrowing = ({ lostScopes, fewerNetworks }: Narrowing): string =>
  [...lostScopes, ...(fewerNetworks ? ['(networks)'] : [])].join(' ')

/** Settings that were not named stay as they are. */
async function prepare({ policies, organizations }: Services, given: GivenPolicy, options: Options) {
  const when = options.from === undefined ? {} : { enforcedFrom: options.from }
  if (options.organization === undefined) {
    const settings: PolicySettings = policies.parse({ ...(await policies.instance()), ...given })
    const draft = { organizationId: null, settings, ...when }
    return { settings, draft, save: () => policies.change(OPERATOR, settings, when) }
  }
  const { id } = await getOrganization(organizations, options.organization)
  const merged = Object.entries({ ...(await policies.ofOrganization(id)), ...given })
  const kept = merged.filter(([name, value]) => value !== null && !options.clear?.includes(name))
  const limits: OrganizationLimits = await policies.parseLimits(Object.fromEntries(kept))
  return {
    settings: limits,
    draft: { organizationId: id, settings: limits, ...when },
    save: () => policies.changeOrganization(OPERATOR, id, limits, when),
  }
}
