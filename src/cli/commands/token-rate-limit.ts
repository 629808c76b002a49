import type { Command } from 'commander'
import { OPERATOR } from '../../audit/index.ts'
import { parseRateLimit } from '../../tokens/index.ts'
import { examples } from '../examples.ts'
import { getToken } from '../find-token.ts'
import type { Perform } from '../perform.ts'
import { tokenJson } from '../views.ts'

export function addTokenRateLimit(token: Command, perform: Perform): void {
  token
    .command('rate-limit')
    .description('Set how many requests a minute a token may make to Patmint’s own API.')
    .requiredOption('--id <token-id>', 'as token list shows it')
    .requiredOption('--per-minute <number>', 'or default, for as many as all tokens')
    .addHelpText(
      'after',
      examples(
        'token rate-limit --id 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --per-minute 6000',
        'token rate-limit --id 0199c2f0-6b1e-7d3a-9c41-2f8e5a7b6c10 --per-minute default',
      ),
    )
    .action(({ id, perMinute }: { id: string; perMinute: string }) =>
      perform(async ({ tokens, rateLimits, clock }) => {
        await getToken(tokens, id)
        const changed = await tokens.setRateLimit(OPERATOR, id, parseRateLimit(perMinute))
        const number = changed.rateLimit ?? rateLimits.perMinute
        const whose = changed.rateLimit === null ? ', as all tokens' : ''
        return {
          json: { token: tokenJson(changed, clock()) },
          text: `The token ${id} may make ${number} requests a minute${whose}.`,
        }
      }),
    )
}
