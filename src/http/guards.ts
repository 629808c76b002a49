import { type Action, requirePermission, type Standing } from '../permissions/index.ts'
import type { Visitor } from '../sessions/index.ts'
import type { Context, Middleware } from './context.ts'
import { SignInRequired } from './errors.ts'
import { safeReturnTo } from './return-to.ts'

/** Nobody is signed in → to the sign-in page, and back here afterwards. */
export const requireSignIn: Middleware = async (ctx, next) => {
  if (ctx.state.visitor === undefined) redirectVia(ctx, '/sign-in')
  else await next()
}

/** Behind `requireSignIn`, for what needs no more than the account's own role. */
export const requireRole =
  (action: Action): Middleware =>
  async (ctx, next) => {
    requirePermission(action, standingsOf(getVisitor(ctx).account))
    await next()
  }

const standingsOf = ({ role }: Visitor['account']): readonly Standing[] =>
  role === 'admin' ? ['member', 'admin'] : ['member']

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
