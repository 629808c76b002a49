import type { ProductError } from '../../../lib/index.ts'
import { AlreadyMinted } from '../../../tokens/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getVisitor, isPasswordRecent } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { type Notice, newFormKey, readFormKey, textOf } from '../form.ts'
import { type PageDeps, queryText, seeOther } from '../page.ts'
import { passPasswordGate } from '../password-gate.ts'
import { keepSecret } from '../reveal.ts'
import { readTokenForm, type TokenForm, toWanted } from './generate-form.ts'
import { findPlace, type Offer, readOffer } from './generate-offer.ts'
import { type Prefill, placeOf, prefillFromLink, prefillFromToken } from './generate-prefill.ts'
import type { TokenFormTarget } from './generate-target.ts'
import { viewGenerate } from './generate-view.ts'

/** The form, empty or filled in by a link, once the password was entered lately. */
export async function openTokenForm(deps: PageDeps, ctx: Context, target: TokenFormTarget): Promise<void> {
  const isMintingOff = !(await deps.clients.isMintingOn())
  if (!isMintingOff && !isPasswordRecent(ctx)) {
    return seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.originalUrl)}`)
  }
  const { offer, form, dropped } = await prefill(deps, ctx, target)
  await show(deps, ctx, target, offer, { form, formKey: newFormKey(), notice: explainDropped(dropped) })
}

/** Mints once, however often the same form comes. Whoever looks for a place gets the form back as it is, with what was found. */
export async function answerTokenForm(deps: PageDeps, ctx: Context, target: TokenFormTarget): Promise<void> {
  const fields = formBody(ctx)
  const form = readTokenForm(fields)
  const formKey = readFormKey(fields) ?? newFormKey()
  const isSearch = textOf(fields, 'find') !== ''
  const text = isSearch ? textOf(fields, 'find_place').trim() : ''
  const offer = await readOffer(deps, ctx, target, { kind: form.kind, text })
  if (isSearch) return await show(deps, ctx, target, offer, { form, formKey, isSearch })
  try {
    await passPasswordGate(deps, ctx, textOf(fields, 'password'))
    const wanted = { ...toWanted(form, findPlace(offer, form.kind)), accountId: target.account.id, formKey }
    const { token, secret } = await deps.tokens.mint(ctx.state.actor, wanted)
    seeOther(ctx, await keepSecret(ctx, `${target.hrefOf(token.id)}/secret`, secret))
  } catch (error) {
    if (error instanceof AlreadyMinted) return seeOther(ctx, target.hrefOf(error.tokenId))
    await show(deps, ctx, target, offer, { form, formKey, error: getAnswerable(error) })
  }
}

type Prefilled = Prefill & { readonly offer: Offer }

async function prefill(deps: PageDeps, ctx: Context, target: TokenFormTarget): Promise<Prefilled> {
  const from = queryText(ctx, 'from')
  if (from !== '') {
    const token = await deps.tokens.get(getVisitor(ctx).account.id, from)
    const offer = await readOffer(deps, ctx, target, { kind: placeOf(token) })
    return { offer, ...prefillFromToken(token, offer) }
  }
  const link = {
    name: queryText(ctx, 'name'),
    description: queryText(ctx, 'description'),
    expiresIn: queryText(ctx, 'expires_in'),
    scope: queryText(ctx, 'scope'),
    kind: queryText(ctx, 'kind'),
    networks: queryText(ctx, 'networks'),
  }
  const offer = await readOffer(deps, ctx, target, { kind: link.kind })
  return { offer, ...prefillFromLink(link, offer) }
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
  /** A place was looked for. */
  readonly isSearch?: boolean
  readonly notice?: Notice | undefined
  readonly error?: ProductError
}

async function show(
  deps: PageDeps,
  ctx: Context,
  target: TokenFormTarget,
  offer: Offer,
  { form, formKey, isSearch = false, notice, error }: Shown,
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  if (problem?.retryAfterSeconds !== undefined) ctx.set('Retry-After', String(problem.retryAfterSeconds))
  const view = viewGenerate({
    target,
    offer,
    form,
    formKey,
    isSearch,
    notice,
    error,
    isMintingOff: !(await deps.clients.isMintingOn()),
    asksPassword: !isPasswordRecent(ctx),
  })
  deps.render(ctx, target.view, view, { status: problem?.status ?? 200 })
}
