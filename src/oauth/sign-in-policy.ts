import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider'
import { guarded } from './database-fault.ts'
import type { EngineDeps } from './deps.ts'
import { OUR_SESSION } from './session-adapter.ts'

const { base, Check } = interactionPolicy

/** Why a sign-in is asked for though the person may be signed in here: the engine's session is not of that sign-in. */
export const OUR_SESSION_REASON = 'our_session'

/** One sign-in: oidc-provider's own counts only while it hangs on the session of ours that this browser has now. */
export function createSignInPolicy(deps: EngineDeps): interactionPolicy.DefaultPolicy {
  const policy = base()
  const isAsked = guarded((ctx: KoaContextWithOIDC) => isSignInNeeded(deps, ctx))
  policy
    .get('login')
    ?.checks.add(
      new Check(OUR_SESSION_REASON, 'End-User authentication is required', 'login_required', isAsked),
    )
  return policy
}

async function isSignInNeeded({ host }: EngineDeps, ctx: KoaContextWithOIDC): Promise<boolean> {
  const visitor = await host().visitor(ctx.req, ctx.res)
  const session = ctx.oidc.session as
    | (KoaContextWithOIDC['oidc']['session'] & Record<string, unknown>)
    | undefined
  if (visitor === undefined || session === undefined || session.accountId !== visitor.accountId) return true
  // The answer of our sign-in page, given by this very session: from here on the engine's hangs on it.
  const answer = ctx.oidc.result?.login as { sessionId?: unknown } | undefined
  if (answer?.sessionId === visitor.sessionId) session[OUR_SESSION] = visitor.sessionId
  return session[OUR_SESSION] !== visitor.sessionId
}
