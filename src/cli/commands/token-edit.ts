import type { Command } from 'commander'
import type { Services } from '../../assemble.ts'
import { OPERATOR } from '../../audit/index.ts'
import { NothingToSet } from '../errors.ts'
import { examples } from '../examples.ts'
import { getToken } from '../find-token.ts'
import type { Perform } from '../perform.ts'
import { parseList, parseListOrNone } from '../shell.ts'
import { facts, paragraphs } from '../text.ts'
import { tokenJson } from '../views.ts'

type Options = {
  readonly name?: string
  readonly description?: string
  readonly scopes?: string
  readonly networks?: string[]
  readonly resourceServers?: string[]
}

export function addTokenEdit(token: Command, perform: Perform): void {
  token
    .command('edit')
    .description(
      'Change a token that works: its words, its networks, fewer scopes, fewer APIs. Its secret stays.',
    )
    .argument('<token-id>', 'as token list shows it')
    .option('--name <name>', 'what it is for')
    .option('--description <text>', 'more about it')
    .option('--scopes <scopes>', 'fewer than it has, separated by spaces')
    .option('--networks <networks>', 'where it may be used from; none for anywhere', parseListOrNone)
    .option('--resource-servers <client-ids>', 'the only APIs that it is good at', parseList)
    .addHelpText(
      'after',
      examples(
        'token edit 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --scopes tracker:read --networks 203.0.113.7',
      ),
    )
    .action((id: string, options: Options) => perform((services) => edit(services, id, options)))
}

async function edit({ tokens, clock }: Services, id: string, { scopes, ...options }: Options) {
  const changes = {
    ...options,
    ...(scopes === undefined ? {} : { scopes: scopes.split(' ').filter((scope) => scope !== '') }),
  }
  if (Object.keys(changes).length === 0) throw new NothingToSet()
  const { accountId } = await getToken(tokens, id)
  const token = await tokens.edit(OPERATOR, accountId, id, changes)
  return {
    json: { token: tokenJson(token, clock()) },
    text: paragraphs(
      `The token ${id} is now:`,
      facts([
        ['Name', token.name],
        ['Description', token.description],
        ['Scopes', token.scopes.join(' ')],
        ['Only from', token.networks.join(', ')],
        ['Only at', token.resourceServers?.map(({ name }) => name).join(', ')],
      ]),
    ),
  }
}
