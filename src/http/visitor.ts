import type { Account } from '../accounts/index.ts'
import type { Session, Visitor } from '../sessions/index.ts'
import { anonymousAt, type Context, deviceOf, type Middleware } from './context.ts'
import { clearCookie, readCookie, setCookie } from './cookies.ts'

const COOKIE = 'session'

/** Finds out who is asking, and where that leads: the account whose live session the cookie opens, or nobody. */
export const visitor: Middleware = async (ctx, next) => {
  await identify(ctx)
  await next()
}

export async function identify(ctx: Context): Promise<Visitor | undefined> {
  const secret = readCookie(ctx, COOKIE)
  if (secret === undefined) return undefined
  const resumed = await ctx.state.services.sessions.resume(secret)
  if (resumed !== undefined) {
    ctx.state.isInOrganization = resumed.isInOrganization
    return become(ctx, resumed)
  }
  clearCookie(ctx, COOKIE)
  return undefined
}

/** A new session with a new secret, whatever the browser brought along; the session it had, if any, is over. */
export async function signIn(ctx: Context, account: Account): Promise<Visitor> {
  const { sessions } = ctx.state.services
  const before = ctx.state.visitor
  const actor = { ...ctx.state.actor, kind: 'account', id: account.id } as const
  if (before !== undefined) await sessions.end(ctx.state.actor, before.account.id, before.session.id)
  const started = await sessions.start(actor, account, deviceOf(ctx))
  return renewSession(ctx, { ...started, account })
}

/** Puts a session's new secret into the browser: after signing in, and after the password was entered again. */
export function renewSession(
  ctx: Context,
  renewed: { session: Session; secret: string; account?: Account },
): Visitor {
  const account = renewed.account ?? ctx.state.visitor?.account
  if (account === undefined) throw new Error('a session is renewed for somebody who is signed in')
  const { session, secret } = renewed
  const lifeMilliseconds = session.expiresAt.getTime() - ctx.state.services.clock().getTime()
  setCookie(ctx, COOKIE, secret, { maxAgeSeconds: Math.max(1, Math.floor(lifeMilliseconds / 1_000)) })
  return become(ctx, { session, account })
}

/** Ends the session here and in the browser; what the engine hung on it is void with it. Signing out twice is not an error. */
export async function signOut(ctx: Context): Promise<void> {
  const { visitor, actor, services } = ctx.state
  if (visitor !== undefined) await services.sessions.end(actor, visitor.account.id, visitor.session.id)
  clearCookie(ctx, COOKIE)
  ctx.state.visitor = undefined
  ctx.state.actor = anonymousAt(ctx.state)
}

function become(ctx: Context, { session, account }: Visitor): Visitor {
  const { address, requestId } = ctx.state
  ctx.state.visitor = { session, account }
  ctx.state.actor = { kind: 'account', id: account.id, address, requestId }
  ctx.state.accountId = account.id
  return ctx.state.visitor
}
