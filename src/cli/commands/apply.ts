import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { type Change, describeChange, type NewSecret } from '../../declaration/index.ts'
import { FileUnreadable } from '../errors.ts'
import { examples } from '../examples.ts'
import type { Perform } from '../perform.ts'
import { facts, paragraphs } from '../text.ts'

type Options = { readonly file: string; readonly dryRun?: true; readonly force?: true }

export function addApply(program: Command, perform: Perform, wantsJson: () => boolean): void {
  program
    .command('apply')
    .description(
      'Make the catalogue, the organizations and the policy what a file says: all of it, or nothing. See docs/catalogue.md.',
    )
    .requiredOption('-f, --file <path>', 'the file; - reads standard input')
    .option('--dry-run', 'show what would be different, and change nothing')
    .option('--force', 'also where tokens that work would be cut off')
    .addHelpText(
      'after',
      `\nExit codes: 0 done, or nothing to change; 1 refused: a mistake in the file, or tokens that would be cut off.\n${examples(
        'apply -f catalogue.yaml --dry-run',
        'apply -f catalogue.yaml',
      )}`,
    )
    .action(async (options: Options) => {
      const given = await readGiven(options.file)
      await perform(({ declarations }) => apply(declarations, given, options, wantsJson()))
    })
}

type Declarations = Parameters<Parameters<Perform>[0]>[0]['declarations']

async function apply(declarations: Declarations, given: string, options: Options, asJson: boolean) {
  const dryRun = options.dryRun === true
  // A person sees what is different before it is done, and still sees it where it is refused.
  const onCompared = asJson ? () => {} : showChanges
  const { changes, losses, secrets } = await declarations.apply(OPERATOR, given, {
    dryRun,
    force: options.force === true,
    onCompared,
  })
  const applied = !dryRun && changes.length > 0
  return {
    json: {
      applied,
      changes: changes.map(({ verb, kind, name, detail }) => ({ verb, kind, name, detail })),
      losses,
      secrets,
    },
    text: paragraphs(
      describeOutcome(changes.length, dryRun),
      losses.length === 0
        ? undefined
        : `${dryRun ? 'This would cut off tokens that work, and needs --force' : 'Tokens were cut off'}:\n${losses.map((loss) => `  ${loss.text}`).join('\n')}`,
      ...secrets.map(describeSecret),
    ),
  }
}

function showChanges(changes: readonly Change[]): void {
  if (changes.length > 0) process.stdout.write(`${changes.map(describeChange).join('\n')}\n\n`)
}

function describeOutcome(count: number, dryRun: boolean): string {
  if (count === 0) return 'Nothing to change.'
  const changes = count === 1 ? '1 change' : `${count} changes`
  return dryRun ? `${changes} to make; nothing was changed.` : `${changes} made.`
}

const describeSecret = ({ name, audience, clientId, secret }: NewSecret): string =>
  paragraphs(
    `The resource server “${name}” (${audience}) is registered. Its secret is shown this once:`,
    facts([
      ['Client id', clientId],
      ['Client secret', secret],
    ]),
  )

async function readGiven(path: string): Promise<string> {
  if (path === '-') return await text(process.stdin)
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new FileUnreadable(path, error)
  })
}
