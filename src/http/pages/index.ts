import { Router } from '@koa/router'
import type { Services } from '../../assemble.ts'
import type { PageState } from '../context.ts'
import { requireRole, requireSignIn } from '../guards.ts'
import { mark } from '../timing.ts'
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

/** Every page a person sees. Posts have passed `checkForm` before they come here. */
export function pagesRouter(services: Services): Router<PageState> {
  const deps: PageDeps = { ...services, render: createRender() }
  const router = new Router<PageState>()
  for (const definition of PAGES) register(router, deps, definition)
  return router
}

function register(
  router: Router<PageState>,
  deps: PageDeps,
  { method, path, for: whom, handle }: Page,
): void {
  router[method](path, mark(path))
  if (whom !== 'anyone') router[method](path, requireSignIn)
  // To everybody else the console is an unknown page, whatever they ask it for.
  if (isInConsole(path)) router[method](path, requireRole('console.see'))
  if (whom !== 'anyone' && whom !== 'account') router[method](path, requireRole(whom))
  router[method](path, (ctx) => handle(deps, ctx, ctx.params))
}

const isInConsole = (path: string): boolean => /^\/admin\b/.test(path)
