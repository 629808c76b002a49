import type { Context, Middleware, Visitor } from './context.ts'
import { MintingOff, ReauthenticationRequired, SignInRequired } from './errors.ts'
import { safeReturnTo } from './return-to.ts'

/** Nobody is signed in → to the sign-in page, and back here afterwards. */
export const requireSignIn: Middleware = async (ctx, next) => {
  if (ctx.state.visitor === undefined) redirectVia(ctx, '/sign-in')
  else await next()
}

/**
 * The password was last entered too long ago → to the page that asks for it, and back here. A post is refused: a handler
 * that wants to keep what was typed asks `isPasswordRecent` itself.
 */
export const requireRecentPassword: Middleware = async (ctx, next) => {
  if (isPasswordRecent(ctx)) return await next()
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') throw new ReauthenticationRequired()
  redirectVia(ctx, '/confirm-password')
}

/** The kill switch: where the internal client is off, nothing is minted. */
export const requireMintingOn: Middleware = async (ctx, next) => {
  if (!(await ctx.state.services.clients.isMintingOn())) throw new MintingOff()
  await next()
}

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
