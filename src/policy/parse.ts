import { z } from 'zod'
import { isProductError, parseNetwork } from '../lib/index.ts'
import { isAdministrative, parsePatterns } from '../scopes/index.ts'
import { InvalidPolicy, LooserThanInstance } from './errors.ts'
import type { OrganizationLimits, PolicySettings } from './policy.ts'
import { TOKEN_KINDS } from './token-kind.ts'

const days = z
  .int('must be a whole number of days')
  .min(1, 'must be at least one day')
  .max(3650, 'must be at most 3650 days')

const patterns = z.array(z.string()).transform((given, context) => {
  try {
    return parsePatterns(given)
  } catch (error) {
    if (!isProductError(error)) throw error
    context.addIssue({ code: 'custom', message: error.message })
    return z.NEVER
  }
})

const networks = z.array(z.string()).transform((given, context) => {
  const wrong = given.find((text) => parseNetwork(text) === undefined)
  if (wrong === undefined) return [...new Set(given.map((text) => parseNetwork(text) ?? text))]
  context.addIssue({
    code: 'custom',
    message: `“${wrong.slice(0, 60)}” is no network. Write it as 203.0.113.0/24 or 2001:db8::/32.`,
  })
  return z.NEVER
})

const kinds = z
  .array(z.enum(TOKEN_KINDS, { error: `must be of ${TOKEN_KINDS.join(', ')}` }))
  .min(1, 'must allow at least one kind')
  .transform((given) => TOKEN_KINDS.filter((kind) => given.includes(kind)))

const shared = {
  defaultDays: days,
  maxDays: days,
  allowNever: z.boolean('must be true or false'),
  tokensPerAccount: z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(100_000, 'must be at most 100000'),
  kinds,
  requireNetworks: z.boolean('must be true or false'),
  networks,
}

const settings = z.strictObject({
  ...shared,
  maxIdleDays: days.nullable(),
  memberScopes: patterns.refine(
    (list) => !list.some(isAdministrative),
    'admin and patmint:admin are for administrators only',
  ),
  adminScopes: patterns,
})

const limits = z.strictObject({ ...shared, maxIdleDays: days, scopes: patterns }).partial()

/** @throws {InvalidPolicy} naming the field */
export function parsePolicy(given: unknown): PolicySettings {
  const parsed = read(settings, given)
  checkDefault(parsed.defaultDays, parsed.maxDays)
  return parsed
}

/** @throws {InvalidPolicy | LooserThanInstance} naming the field */
export function parseLimits(given: unknown, instance: PolicySettings): OrganizationLimits {
  const parsed = read(limits, given)
  checkStricter(parsed, instance)
  checkDefault(parsed.defaultDays ?? 1, parsed.maxDays ?? instance.maxDays)
  return parsed as OrganizationLimits
}

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const field = unknown ?? String(issue?.path[0] ?? 'policy')
  throw new InvalidPolicy(field, unknown === undefined ? (issue?.message ?? 'is not right') : 'is not known')
}

function checkDefault(defaultDays: number, maxDays: number): void {
  if (defaultDays > maxDays)
    throw new InvalidPolicy('defaultDays', 'must not be longer than the longest lifetime')
}

function checkStricter(own: z.output<typeof limits>, instance: PolicySettings): void {
  for (const field of ['defaultDays', 'maxDays', 'maxIdleDays', 'tokensPerAccount'] as const) {
    const most = field === 'defaultDays' ? instance.maxDays : instance[field]
    if (most !== null && (own[field] ?? 0) > most) throw new LooserThanInstance(field, `at most ${most}`)
  }
  if (own.allowNever === true && !instance.allowNever) throw new LooserThanInstance('allowNever', 'false')
  if (own.requireNetworks === false && instance.requireNetworks)
    throw new LooserThanInstance('requireNetworks', 'true')
  const kind = own.kinds?.find((wanted) => !instance.kinds.includes(wanted))
  if (kind !== undefined) throw new LooserThanInstance('kinds', `without ${kind}`)
}
