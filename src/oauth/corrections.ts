import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'
import { renderError } from './render.ts'

const CLIENT_ENDPOINTS = ['introspection', 'revocation', 'token']

/**
 * Where oidc-provider's answer is not what the RFC says, it is put right here, after the fact: its handlers cannot be
 * reached into, and everything that it checks before has been checked.
 */
export async function correctAnswer(deps: EngineDeps, ctx: KoaContextWithOIDC, error: Error): Promise<void> {
  const { route } = ctx.oidc
  if (route === 'introspection' && error instanceof errors.UnsupportedTokenType) return answerInactive(ctx)
  if (CLIENT_ENDPOINTS.includes(route) && isUnauthenticated(ctx, error)) await askForCredentials(deps, ctx)
}

/** RFC 7662 §2.2: a token that the server does not know is inactive, whatever it looks like. A JWT is not one of ours. */
function answerInactive(ctx: KoaContextWithOIDC): void {
  ctx.status = 200
  ctx.body = { active: false }
}

/**
 * RFC 6749 §5.2: "no client authentication included, or unsupported authentication method" is `invalid_client`. The
 * library answers 400 to no credentials, and to `Authorization: Bearer …`.
 */
function isUnauthenticated(ctx: KoaContextWithOIDC, error: Error): boolean {
  if (!(error instanceof errors.InvalidRequest)) return false
  const scheme = ctx.get('authorization').split(' ', 1)[0]?.toLowerCase()
  if (error.error_description === 'no client authentication mechanism provided') return true
  return error.error_description === 'invalid authorization header value format' && scheme !== 'basic'
}

async function askForCredentials(deps: EngineDeps, ctx: KoaContextWithOIDC): Promise<void> {
  const out = { error: 'invalid_client', error_description: 'client authentication failed' }
  ctx.status = 401
  ctx.set('www-authenticate', `Basic realm="${deps.config.issuer}"`)
  if (ctx.accepts('json', 'html') === 'html') await renderError(deps, ctx, out, undefined)
  else ctx.body = out
}
