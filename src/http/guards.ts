import { type Action, requirePermission, type Standing } from '../permissions/index.ts'
import type { Visitor } from '../sessions/index.ts'
import type { Context } from './context.ts'
import { SignInRequired } from './errors.ts'
import { safeReturnTo } from './return-to.ts'

/** Behind a sign-in, for what needs no more than the account's own role. @throws {NotPermitted} */
export const requireByRole = (ctx: Context, action: Action): void =>
  requirePermission(action, standingsOf(getVisitor(ctx).account))

const standingsOf = ({ role }: Visitor['account']): readonly Standing[] =>
  role === 'admin' ? ['member', 'admin'] : ['member']

/** Was it entered lately enough for what opens doors: generating and rotating? */
export const isPasswordRecent = (ctx: Context): boolean =>
  ctx.state.services.sessions.isPasswordRecent(getVisitor(ctx).session)

/** The signed-in person, in a handler of a page that is not for anyone. */
export function getVisitor(ctx: Context): Visitor {
  if (ctx.state.visitor === undefined) throw new SignInRequired()
  return ctx.state.visitor
}

/** Nobody is signed in → to the sign-in page, and back here afterwards. */
export function sendToSignIn(ctx: Context): void {
  const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
  // A post cannot be repeated by going back to it: the page that it came from can.
  const back = safeReturnTo(isReading ? ctx.originalUrl : ctx.path)
  ctx.status = 303
  ctx.redirect(`/sign-in?return_to=${encodeURIComponent(back)}`)
}
