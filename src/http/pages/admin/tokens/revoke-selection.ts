import { isProductError, type ProductError } from '../../../../lib/index.ts'
import { parseReason, type Token, tokenState } from '../../../../tokens/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { toProblem } from '../../../problem.ts'
import { getAnswerable } from '../../answerable.ts'
import { listOf, textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { hintInWords, lastUsedOf } from '../../tokens/token-view.ts'
import { adminHrefOf } from './href.ts'
import { reasonField } from './reason.ts'

/** As many as a page of the list has. */
const MOST = 50

/** Lists what was selected, says what will stop, and asks once. */
export const revokeSelectionPage = page({
  method: 'get',
  path: '/admin/tokens/revoke',
  for: 'token.revoke_any',
  async handle(deps, ctx) {
    const given = ctx.query['token'] ?? []
    await show(deps, ctx, await findLive(deps, Array.isArray(given) ? given : [given]), { reason: '' })
  },
})

export const revokeSelectionForm = page({
  method: 'post',
  path: '/admin/tokens/revoke',
  for: 'token.revoke_any',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const reason = textOf(fields, 'reason')
    const ids = listOf(fields, 'token').slice(0, MOST)
    try {
      const count = await deps.tokens.revokeSelection(ctx.state.actor, ids, parseReason(reason))
      seeOther(ctx, `/admin/tokens?done=revoked&count=${count}`)
    } catch (error) {
      await show(deps, ctx, await findLive(deps, ids), { reason, error: getAnswerable(error) })
    }
  },
})

/** Those that there are and that still live; what else the address names is left out. */
async function findLive({ tokens, clock }: PageDeps, ids: readonly string[]): Promise<Token[]> {
  const wanted = [...new Set(ids)].slice(0, MOST)
  const found = await Promise.all(wanted.map((id) => tokens.getAny(id).catch(expectNone)))
  const now = clock()
  return found
    .filter((token): token is Token => token !== undefined)
    .filter((token) => ['active', 'suspended'].includes(tokenState(token, now)))
}

function expectNone(error: unknown): undefined {
  if (!isProductError(error) || error.kind !== 'not_found') throw error
}

type Typed = { readonly reason: string; readonly error?: ProductError }

async function show(
  { tokens, clock, render }: PageDeps,
  ctx: Context,
  selected: readonly Token[],
  { reason, error }: Typed,
): Promise<void> {
  const now = clock()
  const problem = error === undefined ? undefined : toProblem(error)
  const model = {
    hasError: problem !== undefined,
    accounts: new Set(selected.map(({ accountId }) => accountId)).size,
    reason: reasonField(reason, error),
    problem: problem && problem.field !== 'reason' ? { tone: 'bad', text: problem.message } : undefined,
    tokens: selected.map((token) => ({
      id: token.id,
      href: adminHrefOf(token.id),
      name: token.name,
      hint: hintInWords(tokens.prefix, token),
      account: token.accountEmail,
      lastUsed: lastUsedOf(token, now),
    })),
  }
  render(ctx, 'admin/revoke-selection', model, { status: problem?.status ?? 200 })
}
