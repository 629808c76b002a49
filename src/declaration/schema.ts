import { z } from 'zod'
import { isProductError, parseNetwork } from '../lib/index.ts'
import { TOKEN_KINDS } from '../policy/index.ts'
import { isActionName, isModuleName, parsePatterns } from '../scopes/index.ts'

/*
 * The file's own shape. What is asked of a value beyond its form (how long a name may be, which audience is taken) is
 * the rooms' to say when the change is made.
 */

const WORD = '1 to 40 lower-case letters, digits, “-” or “_”, the first a letter'

/** Compared with what is kept, which is in this form. */
const line = z.string().transform((given) => given.normalize('NFC').trim())
const paragraph = line.transform((given) => given.replaceAll('\r\n', '\n'))

const moduleName = z.string().refine(isModuleName, `must be ${WORD}, and not a reserved word`)
const action = z.string().refine(isActionName, `must be ${WORD}`)

const moduleSchema = z
  .strictObject({
    name: moduleName,
    title: line.optional(),
    description: paragraph.default(''),
    actions: z.array(action).default(['read', 'write']),
  })
  .transform(({ title, ...module }) => ({ ...module, title: title ?? capitalise(module.name) }))

const resourceServerSchema = z.strictObject({ audience: line, name: line, modules: z.array(z.string()) })

const patterns = z.array(z.string()).superRefine((given, context) => {
  for (const [index, pattern] of given.entries()) {
    try {
      parsePatterns([pattern])
    } catch (error) {
      if (!isProductError(error)) throw error
      context.addIssue({ code: 'custom', path: [index], message: error.message })
    }
  }
})

const network = z
  .string()
  .refine((given) => parseNetwork(given) !== undefined, 'must be a network such as 203.0.113.0/24')
  .transform((given) => parseNetwork(given) ?? given)

const days = z.int().min(1, 'must be at least 1').max(3650, 'must be at most 3650')

const limits = {
  default_days: days,
  max_days: days,
  allow_never: z.boolean(),
  max_idle_days: days,
  tokens_per_account: z.int().min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
  kinds: z
    .array(z.enum(TOKEN_KINDS, { error: `must be one of ${TOKEN_KINDS.join(', ')}` }))
    .min(1, 'must allow at least one kind'),
  require_networks: z.boolean(),
  networks: z.array(network),
}

/** What is left out is as the server's options say. */
const policySchema = z
  .strictObject({
    ...limits,
    max_idle_days: days.nullable(),
    member_scopes: patterns,
    admin_scopes: patterns,
  })
  .partial()

/** What is left out is as on the instance. */
const limitsSchema = z.strictObject({ ...limits, scopes: patterns }).partial()

/** A policy's settings in the order of the documentation, whatever order they are kept in. */
export const POLICY_SETTINGS = [...Object.keys(limits), 'scopes', 'member_scopes', 'admin_scopes'] as const

const workspaceSchema = z.strictObject({ slug: line, name: line })

const organizationSchema = z.strictObject({
  slug: line,
  name: line,
  workspaces: z.array(workspaceSchema).optional(),
  policy: limitsSchema.optional(),
})

export const declarationSchema = z.strictObject({
  resource_servers: z.array(resourceServerSchema).optional(),
  modules: z.array(moduleSchema).optional(),
  organizations: z.array(organizationSchema).optional(),
  policy: policySchema.optional(),
})

/** What a file wants. A section that it leaves out is not touched. */
export type Declaration = z.output<typeof declarationSchema>

const capitalise = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)
