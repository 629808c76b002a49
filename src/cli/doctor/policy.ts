import { initialPolicy } from '../../assemble.ts'
import { type Config, options } from '../../config/index.ts'
import type { Database } from '../../database/index.ts'
import { systemClock } from '../../lib/index.ts'
import { createPolicies, type PolicySettings } from '../../policy/index.ts'
import { type Finding, good, note } from './finding.ts'

/** Options that a saved policy takes the place of. */
const REPLACED = [
  ['defaultDays', options.tokenDefaultDays.variable],
  ['maxDays', options.tokenMaxDays.variable],
  ['allowNever', options.tokenNeverExpires.variable],
  ['tokensPerAccount', options.tokensPerAccount.variable],
] as const satisfies [keyof PolicySettings, string][]

/** A policy that was saved counts more than the options: who changes an option then wonders why nothing happens. */
export async function examinePolicy(config: Config, database: Database): Promise<Finding[]> {
  const initial = initialPolicy(config)
  const policies = createPolicies({ database, clock: systemClock, initial })
  if ((await policies.history()).length === 0) return [good('policy', 'as the options say')]
  const saved = await policies.instance()
  const differing = REPLACED.filter(([setting]) => saved[setting] !== initial[setting])
  if (differing.length === 0) return [good('policy', 'as it was saved; the options say nothing else')]
  return differing.map(([setting, variable]) =>
    note(
      'policy',
      `${variable} says ${initial[setting]}, but the saved policy says ${saved[setting]}, and that counts`,
      'Change it with: npm run patmint -- policy set --help',
    ),
  )
}
