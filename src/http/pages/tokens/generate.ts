import type { ProductError } from '../../../lib/index.ts'
import { ADMIN_SCOPE } from '../../../scopes/index.ts'
import { AlreadyMinted, mayGrant } from '../../../tokens/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getVisitor, isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { type Notice, newFormKey, readFormKey, textOf } from '../form.ts'
import { type PageDeps, page, queryText, seeOther } from '../page.ts'
import { passPasswordGate } from '../password-gate.ts'
import {
  type Prefill,
  prefillFromLink,
  prefillFromToken,
  readTokenForm,
  type TokenForm,
  toExpiry,
} from './generate-form.ts'
import { viewGenerate } from './generate-view.ts'
import { keepForReveal } from './reveal.ts'
import { hrefOf } from './token-view.ts'

export const generatePage = page({
  method: 'get',
  path: '/account/tokens/new',
  for: 'account',
  async handle(deps, ctx) {
    const isMintingOff = !(await deps.clients.isMintingOn())
    if (!isMintingOff && !isPasswordRecent(ctx)) {
      return seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.originalUrl)}`)
    }
    const { form, dropped } = await prefill(deps, ctx)
    await show(deps, ctx, { form, formKey: newFormKey(), notice: explainDropped(dropped) })
  },
})

/** Mints once, however often the same form comes. */
export const generateForm = page({
  method: 'post',
  path: '/account/tokens',
  for: 'account',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const form = readTokenForm(fields)
    const formKey = readFormKey(fields) ?? newFormKey()
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { name, description, scopes } = form
      const accountId = getVisitor(ctx).account.id
      const wanted = { accountId, name, description, scopes, expiry: toExpiry(form), formKey }
      const { token, secret } = await deps.tokens.mint(ctx.state.actor, wanted)
      seeOther(ctx, await keepForReveal(ctx, token.id, secret))
    } catch (error) {
      if (error instanceof AlreadyMinted) return seeOther(ctx, hrefOf(error.tokenId))
      await show(deps, ctx, { form, formKey, error: getAnswerable(error) })
    }
  },
})

async function prefill(deps: PageDeps, ctx: Context): Promise<Prefill> {
  const { account } = getVisitor(ctx)
  const allowed = {
    modules: await deps.catalogue.listModules(),
    mayGrantAdmin: mayGrant(account, ADMIN_SCOPE),
    policy: deps.policy,
    now: deps.clock(),
  }
  const from = queryText(ctx, 'from')
  if (from !== '') return prefillFromToken(await deps.tokens.get(account.id, from), allowed)
  const link = {
    name: queryText(ctx, 'name'),
    description: queryText(ctx, 'description'),
    expiresIn: queryText(ctx, 'expires_in'),
    scope: queryText(ctx, 'scope'),
  }
  return prefillFromLink(link, allowed)
}

function explainDropped(dropped: readonly string[]): Notice | undefined {
  if (dropped.length === 0) return undefined
  const list = new Intl.ListFormat('en').format(dropped)
  const text = `This server could not use ${list}. Check the form before you go on.`
  return { tone: 'warn', title: 'Something was left out.', text }
}

type Shown = {
  readonly form: TokenForm
  readonly formKey: string
  readonly notice?: Notice | undefined
  readonly error?: ProductError
}

async function show(deps: PageDeps, ctx: Context, { form, formKey, notice, error }: Shown): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const view = viewGenerate({
    form,
    formKey,
    notice,
    error,
    modules: await deps.catalogue.listModules(),
    mayGrantAdmin: mayGrant(getVisitor(ctx).account, ADMIN_SCOPE),
    policy: deps.policy,
    now: deps.clock(),
    isMintingOff: !(await deps.clients.isMintingOn()),
    asksPassword: !isPasswordRecent(ctx),
  })
  deps.render(ctx, 'tokens/generate', view, { status: problem?.status ?? 200 })
}
