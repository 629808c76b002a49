import { describeScopes } from '../../../scopes/index.ts'
import type { Token } from '../../../tokens/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import { dayInWords } from '../moments.ts'
import { type PageDeps, page, seeOther } from '../page.ts'
import { takeSecret } from '../reveal.ts'
import { hrefOf } from './token-view.ts'

export const secretPage = page({
  method: 'get',
  path: '/account/tokens/:id/secret',
  for: 'account',
  async handle(deps, ctx, { id = '' }) {
    const { account } = getVisitor(ctx)
    const token = await deps.tokens.get(account.id, id)
    const isOwn = token.accountId === account.id && token.kind === 'personal'
    const href = hrefOf(token.id)
    await showSecret(deps, ctx, token, {
      view: 'tokens/secret',
      href,
      doneHref: isOwn ? '/account/tokens' : href,
    })
  },
})

type Around = {
  readonly view: string
  /** Where the token is seen without its secret. */
  readonly href: string
  readonly doneHref: string
  /** Whose it is, where that is not who looks at it. */
  readonly owner?: string
}

/** What is said of a new secret: to whom it belongs, or whom to hand it over to. */
const wordsFor = (owner: string | undefined) =>
  owner === undefined
    ? { whose: 'Your new', label: 'Your token', whoami: 'who you are' }
    : { whose: 'The new', label: `The token to hand over to ${owner}`, whoami: 'whom it acts as' }

/** Shows a new secret this once. A reload, or anybody who comes later, gets the token without it. */
export async function showSecret(
  { tokens, catalogue, config, render }: PageDeps,
  ctx: Context,
  token: Token,
  { view, href, doneHref, owner }: Around,
): Promise<void> {
  const secret = await takeSecret(ctx, ctx.path)
  if (secret === undefined || !(await tokens.reveal(token.id, secret))) return seeOther(ctx, href)
  const what = describeScopes(token.scopes, await catalogue.listModules())
  const until = token.expiresAt === null ? 'and never expires' : `until ${dayInWords(token.expiresAt)}`
  const { whose, label, whoami } = wordsFor(owner)
  render(ctx, view, {
    title: `${whose} ${token.rotatedFrom === null ? 'token' : 'secret'}${owner === undefined ? '' : ` of ${owner}`}`,
    label,
    whoami,
    summary: `${token.name} can ${what} ${until}.`,
    secret,
    doneHref,
    networks: token.networks.join(', '),
    curl: `curl -H 'Authorization: Bearer ${secret}' ${config.issuer}/api/v1/whoami`,
  })
}
