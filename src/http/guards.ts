import { requirePermission } from '../permissions/index.ts'
import type { Visitor } from '../sessions/index.ts'
import type { Context, Middleware } from './context.ts'
import { SignInRequired } from './errors.ts'
import { safeReturnTo } from './return-to.ts'

/** Nobody is signed in → to the sign-in page, and back here afterwards. */
export const requireSignIn: Middleware = async (ctx, next) => {
  if (ctx.state.visitor === undefined) redirectVia(ctx, '/sign-in')
  else await next()
}

/** Behind `requireSignIn`: to everybody else the console is an unknown page, whatever they ask it for. */
export const requireAdmin: Middleware = async (ctx, next) => {
  requirePermission('console.see', [getVisitor(ctx).account.role])
  await next()
}

/** Was it entered lately enough for what opens doors: generating and rotating? */
export const isPasswordRecent = (ctx: Context): boolean =>
  ctx.state.services.sessions.isPasswordRecent(getVisitor(ctx).session)

/** The signed-in person, in a handler behind `requireSignIn`. */
export function getVisitor(ctx: Context): Visitor {
  if (ctx.state.visitor === undefined) throw new SignInRequired()
  return ctx.state.visitor
}

function redirectVia(ctx: Context, page: string): void {
  const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
  // A post cannot be repeated by going back to it: the page that it came from can.
  const back = safeReturnTo(isReading ? ctx.originalUrl : ctx.path)
  ctx.status = 303
  ctx.redirect(`${page}?return_to=${encodeURIComponent(back)}`)
}
