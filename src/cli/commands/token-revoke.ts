import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { examples } from '../examples.ts'
import { getToken } from '../find-token.ts'
import type { Perform } from '../perform.ts'

export function addTokenRevoke(token: Command, perform: Perform): void {
  token
    .command('revoke')
    .description('End a token, at once and for good. Harmless to repeat.')
    .argument('<token-id>', 'as token list shows it')
    .option('--reason <text>', 'shown to its owner beside the token', 'Revoked by an operator')
    .addHelpText(
      'after',
      examples('token revoke 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --reason "Found in a public repository"'),
    )
    .action((id: string, { reason }: { reason: string }) =>
      perform(async ({ tokens }) => {
        await getToken(tokens, id)
        await tokens.revokeAny(OPERATOR, id, reason)
        return { json: { tokenId: id, active: false }, text: `The token ${id} no longer works.` }
      }),
    )
}
