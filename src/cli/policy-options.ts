import { type Command, InvalidArgumentError, Option } from 'commander'
import { TOKEN_KINDS } from '../policy/index.ts'
import { parseListOrNone } from './shell.ts'

/** The settings that were named on the command line, by the names that the policy has for them. */
export type GivenPolicy = Readonly<Record<string, unknown>>

const number = (given: string): number => {
  if (!/^\d{1,6}$/.test(given)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(given)
}

/** commander takes `null` for no value at all, so it is put in later. */
const numberOrNone = (given: string): number | typeof NONE => (given === NONE ? NONE : number(given))

const NONE = 'none'

const yesOrNo = (given: string): boolean => {
  if (given !== 'yes' && given !== 'no') throw new InvalidArgumentError('It must be yes or no.')
  return given === 'yes'
}

/** One option a setting. commander names them as the policy does: `--max-days` is `maxDays`. */
const policyOptions = (): Option[] => [
  new Option('--default-days <days>', 'how long a token lives where nobody chooses').argParser(number),
  new Option('--max-days <days>', 'the longest life of a token').argParser(number),
  new Option('--allow-never <yes|no>', 'may tokens never expire').argParser(yesOrNo),
  new Option('--max-idle-days <days>', 'a token unused for so long has expired; none for no limit').argParser(
    numberOrNone,
  ),
  new Option('--tokens-per-account <number>', 'how many tokens an account may have').argParser(number),
  new Option('--kinds <kinds>', `of ${TOKEN_KINDS.join(',')}`).argParser(parseListOrNone),
  new Option('--require-networks <yes|no>', 'must every token name its networks').argParser(yesOrNo),
  new Option('--networks <networks>', 'every use comes from one of these; none for anywhere').argParser(
    parseListOrNone,
  ),
  new Option('--member-scopes <patterns>', 'what members may grant, such as *:read,tracker:write').argParser(
    parseListOrNone,
  ),
  new Option('--admin-scopes <patterns>', 'what administrators may grant, such as *,admin').argParser(
    parseListOrNone,
  ),
  new Option('--scopes <patterns>', 'of an organization: what its tokens may do at the most').argParser(
    parseListOrNone,
  ),
]

export function addPolicyOptions(command: Command): Command {
  for (const option of policyOptions()) command.addOption(option)
  return command
}

const NAMES = new Set(policyOptions().map((option) => option.attributeName()))

export const pickPolicy = (options: object): GivenPolicy =>
  Object.fromEntries(
    Object.entries(options)
      .filter(([name]) => NAMES.has(name))
      .map(([name, value]) => [name, value === NONE ? null : value]),
  )
