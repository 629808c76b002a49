import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { isDatabaseFault } from '../database/index.ts'
import { correctAnswer } from './corrections.ts'
import type { EngineDeps } from './deps.ts'
import { countFailure } from './limits.ts'
import { countIntrospection } from './presented.ts'

const CACHEABLE = ['jwks', 'discovery']
const RETRY_AFTER_SECONDS = '2'

/** What is true of every answer of the engine, whichever of its handlers wrote it. */
export function addMiddleware(provider: Provider, deps: EngineDeps): void {
  const failures = new WeakMap<object, Error>()
  rememberErrors(provider, deps, failures)
  provider.use(async (plain, next) => {
    const ctx = plain as unknown as KoaContextWithOIDC
    try {
      await next()
    } catch (error) {
      answerFault(deps, ctx, error)
    }
    const failure = failures.get(ctx.req)
    if (failure !== undefined) await correctAnswer(deps, ctx, failure)
    if (failure !== undefined)
      await countFailure(deps, ctx, failure).catch((error: unknown) => answerFault(deps, ctx, error))
    // No policy was asked about what is not even found.
    if (ctx.oidc?.route === 'introspection' && isInactive(ctx.body))
      countIntrospection(deps.tokens, ctx, 'unknown')
    await endOurSession(deps, ctx)
    if (!ctx.response.get('cache-control') && !CACHEABLE.includes(ctx.oidc?.route)) {
      ctx.set('cache-control', 'no-store')
    }
    if (ctx.get('origin') === '') ctx.remove('access-control-allow-origin')
    // An empty body is of no type: `text/plain` alarms clients that expect JSON.
    if (ctx.body === '') ctx.remove('content-type')
    if (ctx.status === 503) ctx.set('retry-after', RETRY_AFTER_SECONDS)
    deps.host().note?.(ctx.req, { clientId: ctx.oidc?.client?.clientId, error: codeOf(failure) })
  })
}

const isInactive = (body: unknown): boolean => (body as { active?: unknown } | undefined)?.active === false

const codeOf = (failure: Error | undefined): string | undefined =>
  (failure as { error?: string } | undefined)?.error

/** oidc-provider answers errors itself and only tells of them by events. */
function rememberErrors(provider: Provider, { log }: EngineDeps, failures: WeakMap<object, Error>): void {
  const remember = (ctx: KoaContextWithOIDC, error: Error) => {
    failures.set(ctx.req, error)
    if (isDatabaseFault(error.cause)) log.warn({ error }, 'the database does not answer an OAuth request')
  }
  provider.on('introspection.error', remember)
  provider.on('revocation.error', remember)
  provider.on('grant.error', remember)
  provider.on('userinfo.error', remember)
  provider.on('authorization.error', remember)
  provider.on('server_error', (ctx, error) => {
    remember(ctx, error)
    log.error({ error, route: ctx.oidc.route }, 'a request to the OAuth endpoints failed')
  })
}

/** What escapes the handlers, after the answer was made: saving the session, counting. */
function answerFault({ log }: EngineDeps, ctx: KoaContextWithOIDC, error: unknown): void {
  const isAway = isDatabaseFault(error) || (error as { status?: unknown }).status === 503
  log[isAway ? 'warn' : 'error']({ error }, 'a request to the OAuth endpoints failed')
  ctx.status = isAway ? 503 : 500
  ctx.body = { error: isAway ? 'temporarily_unavailable' : 'server_error' }
}

/** One sign-in: who signs out at an application's request is signed out of Patmint. */
async function endOurSession({ host, sessions }: EngineDeps, ctx: KoaContextWithOIDC): Promise<void> {
  if (ctx.oidc?.route !== 'end_session_confirm' || !wasDestroyed(ctx)) return
  const visitor = await host().visitor(ctx.req, ctx.res)
  if (visitor === undefined) return
  const by = { kind: 'account', id: visitor.accountId, address: ctx.ip } as const
  await sessions.end(by, visitor.accountId, visitor.sessionId)
}

/** oidc-provider marks it so; its types leave that out. */
const wasDestroyed = (ctx: KoaContextWithOIDC): boolean =>
  (ctx.oidc.session as { destroyed?: boolean } | undefined)?.destroyed === true
