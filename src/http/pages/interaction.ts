import { isProductError } from '../../lib/index.ts'
import type { InteractionView } from '../../oauth/index.ts'
import { describeScopes } from '../../scopes/index.ts'
import { formBody } from '../body.ts'
import type { Context } from '../context.ts'
import { getVisitor } from '../guards.ts'
import { allowFormAction } from '../security-headers.ts'
import { textOf } from './form.ts'
import { type PageDeps, page, seeOther } from './page.ts'

/** Where the engine sends a browser that must sign in or be asked for consent. */
export const interactionPage = page({
  method: 'get',
  path: '/interaction/:uid',
  for: 'anyone',
  async handle(deps, ctx) {
    const view = await deps.oauth.interaction(ctx.req, ctx.res)
    if (ctx.state.visitor === undefined) askToSignIn(ctx, view)
    else if (view.prompt === 'login') await finishLogin(deps, ctx, view)
    else showConsent(deps, ctx, view)
  },
})

export const consentForm = page({
  method: 'post',
  path: '/interaction/:uid',
  for: 'account',
  async handle({ oauth }, ctx) {
    const isAllowed = textOf(formBody(ctx), 'decision') === 'allow'
    const { account } = getVisitor(ctx)
    seeOther(
      ctx,
      isAllowed
        ? await oauth.finishConsent(ctx.req, ctx.res, account.id)
        : await oauth.abort(ctx.req, ctx.res),
    )
  },
})

function askToSignIn(ctx: Context, { loginHint }: InteractionView): void {
  const query = new URLSearchParams({ return_to: ctx.path })
  if (loginHint !== undefined) query.set('email', loginHint)
  seeOther(ctx, `/sign-in?${query.toString()}`)
}

/**
 * The browser goes on by a page of its own and not by a redirect: it may have come here from the sign-in form, and
 * Chromium holds the redirects after a form to that form's `form-action`, which knows nothing of the application.
 */
async function finishLogin({ oauth, render }: PageDeps, ctx: Context, view: InteractionView): Promise<void> {
  const { account, session } = getVisitor(ctx)
  const by = { accountId: account.id, sessionId: session.id, passwordAt: session.passwordAt }
  try {
    const url = await oauth.finishLogin(ctx.req, ctx.res, by)
    render(ctx, 'continue', { url, client: view.client.name })
  } catch (error) {
    if (!isProductError(error) || error.code !== 'reauthentication_required') throw error
    seeOther(ctx, `/confirm-password?return_to=${encodeURIComponent(ctx.path)}`)
  }
}

const IDENTITY: Readonly<Record<string, string>> = {
  openid: 'Know that it is you',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Keep its access while you are away',
}

function showConsent({ render }: PageDeps, ctx: Context, view: InteractionView): void {
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const abilities = [
    ...view.identityScopes.flatMap((scope) => IDENTITY[scope] ?? []),
    ...view.resources.map(
      ({ name, scopes, modules }) => `${capital(describeScopes(scopes, modules))} at ${name}`,
    ),
  ]
  if (view.redirectOrigin !== undefined) allowFormAction(ctx, view.redirectOrigin)
  render(ctx, 'consent', { uid: view.uid, client: view.client, abilities })
}
