import type { Context } from '../context.ts'
import { ReauthenticationRequired } from '../errors.ts'
import { getVisitor, isPasswordRecent } from '../guards.ts'
import { renewSession } from '../visitor.ts'
import type { PageDeps } from './page.ts'

/**
 * Before something that can open doors: where the password was last entered too long ago, the one that came with the
 * form is checked, and the session gets a new secret.
 * @throws {ReauthenticationRequired} where none came; what `verifyPassword` throws where it is wrong
 */
export async function passPasswordGate(deps: PageDeps, ctx: Context, password: string): Promise<void> {
  if (isPasswordRecent(ctx)) return
  if (password === '') throw new ReauthenticationRequired()
  await enterPassword(deps, ctx, password)
}

export async function enterPassword(
  { accounts, sessions }: PageDeps,
  ctx: Context,
  password: string,
): Promise<void> {
  const { account, session } = getVisitor(ctx)
  await accounts.verifyPassword(ctx.state.actor, account.id, password)
  renewSession(ctx, await sessions.confirmPassword(ctx.state.actor, session.id))
}
