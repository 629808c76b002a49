import { Router } from '@koa/router'
import type { Services } from '../../assemble.ts'
import type { Action } from '../../permissions/index.ts'
import type { Context, Middleware, PageState } from '../context.ts'
import { requireByRole, sendToSignIn } from '../guards.ts'
import { ADMIN_PAGES } from './admin/index.ts'
import { confirmPasswordForm, confirmPasswordPage } from './confirm-password.ts'
import { homePage } from './home.ts'
import { consentForm, interactionPage } from './interaction.ts'
import { ORGANIZATION_PAGES } from './organizations/index.ts'
import type { Page, PageDeps } from './page.ts'
import { createRender } from './render.ts'
import { changePasswordForm } from './security/change-password.ts'
import { endOtherSessionsForm, endSessionForm } from './security/end-session.ts'
import { securityPage } from './security/security.ts'
import { setupForm, setupPage } from './setup.ts'
import { signInForm, signInPage } from './sign-in.ts'
import { signOutForm, signOutPage } from './sign-out.ts'
import { adoptForm } from './tokens/adopt.ts'
import { detailsPage } from './tokens/details.ts'
import { editForm, editPage } from './tokens/edit.ts'
import { generateForm, generatePage } from './tokens/generate.ts'
import { listPage } from './tokens/list.ts'
import { revokeForm, revokePage } from './tokens/revoke.ts'
import { rotateForm, rotatePage } from './tokens/rotate.ts'
import { secretPage } from './tokens/secret.ts'
import { welcomeForm, welcomePage } from './welcome.ts'

/** In the order in which paths are matched: `new` comes before any token's id. */
const PAGES: readonly Page[] = [
  homePage,
  signInPage,
  signInForm,
  signOutPage,
  signOutForm,
  setupPage,
  setupForm,
  welcomePage,
  welcomeForm,
  confirmPasswordPage,
  confirmPasswordForm,
  listPage,
  generatePage,
  generateForm,
  detailsPage,
  secretPage,
  rotatePage,
  rotateForm,
  revokePage,
  revokeForm,
  editPage,
  editForm,
  adoptForm,
  securityPage,
  changePasswordForm,
  endOtherSessionsForm,
  endSessionForm,
  ...ORGANIZATION_PAGES,
  ...ADMIN_PAGES,
  interactionPage,
  consentForm,
]

/**
 * Every page a person sees. Posts have passed `checkForm` before they come here. A page whose address is always the same is
 * found at once; the router tries one after the other.
 */
export function pages(services: Services): Middleware {
  const { router, fixed } = layOut(services)
  const [routes, allowedMethods] = [router.routes(), router.allowedMethods()]
  return async (ctx, next) => {
    const answer = fixed.get(`${ctx.method} ${ctx.path}`)
    if (answer !== undefined) await answer(ctx, {})
    else await routes(ctx as never, () => allowedMethods(ctx as never, next))
  }
}

/** The same as routes, to be looked through. */
export const pagesRouter = (services: Services): Router<PageState> => layOut(services).router

type Answer = (ctx: Context, params: Readonly<Record<string, string>>) => Promise<void>

function layOut(services: Services) {
  const deps: PageDeps = { ...services, render: createRender() }
  const router = new Router<PageState>()
  const fixed = new Map<string, Answer>()
  for (const definition of PAGES) {
    const { method, path } = definition
    const answer = answerWith(deps, definition)
    router[method](path, (ctx) => answer(ctx, ctx.params))
    if (!path.includes(':')) fixed.set(`${method.toUpperCase()} ${path}`, answer)
  }
  return { router, fixed }
}

function answerWith(deps: PageDeps, { path, for: whom, handle }: Page): Answer {
  // To everybody else the console is an unknown page, whatever they ask it for.
  const console: Action[] = /^\/admin\b/.test(path) ? ['console.see'] : []
  const actions = whom === 'anyone' || whom === 'account' ? console : [...console, whom]
  return async (ctx, params) => {
    ctx.state.route = path
    if (whom !== 'anyone' && ctx.state.visitor === undefined) return sendToSignIn(ctx)
    for (const action of actions) requireByRole(ctx, action)
    await handle(deps, ctx, params)
  }
}
