import type { Issued } from '../tokens/index.ts'
import { shellLines } from './shell.ts'
import { facts, minute, paragraphs } from './text.ts'
import { tokenJson } from './views.ts'

/** A new token with its secret, the only time that it is shown. */
export const showSecret = (
  { token, secret }: Issued,
  heading: string,
  { now, env }: { readonly now: Date; readonly env: boolean },
) => ({
  json: { token: tokenJson(token, now), secret },
  text: env
    ? shellLines({ TOKEN: secret })
    : paragraphs(
        heading,
        facts([
          ['Secret', secret],
          ['Id', token.id],
          ['Scopes', token.scopes.join(' ')],
          ['Expires', token.expiresAt === null ? 'never' : minute(token.expiresAt)],
          ['Belongs to', token.workspace?.slug ?? token.organization?.slug],
          ['Only from', token.networks.join(', ')],
          ['Only at', token.resourceServers?.map(({ name }) => name).join(', ')],
        ]),
        'The secret is shown this once. It is sent as: Authorization: Bearer <secret>',
      ),
})
