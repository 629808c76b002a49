import helmet from 'helmet'
import type { Context, Middleware } from './context.ts'

const FORM_ACTION = "form-action 'self'"

/** Sets what holds for every answer, errors included: no inline script or style, no frames, no referrer, no cache. */
export function securityHeaders(issuer: string): Middleware {
  const headers = Object.entries(listSecurityHeaders(issuer))
  return async (ctx, next) => {
    for (const [name, value] of headers) ctx.res.setHeader(name, value)
    await next()
  }
}

/** The same as names and values, for the answers that are written before there is a context. */
export function listSecurityHeaders(issuer: string): Record<string, string> {
  const headers: Record<string, string> = {
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
  }
  const collect = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => {},
  } as unknown as Context['res']
  policies(issuer)({} as Context['req'], collect, () => {})
  return headers
}

const policies = (issuer: string) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: issuer.startsWith('https:') && { maxAge: 63_072_000, includeSubDomains: false },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    // Read by no browser of today, or by default as they say.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  })

/**
 * Chromium applies `form-action` to the redirects that follow a post as well, so the page of a sign-in or consent form
 * names the place that its answer will lead to: the client's redirect URI.
 */
export function allowFormAction(ctx: Context, redirectUri: string): void {
  const source = sourceOf(redirectUri)
  const policy = String(ctx.response.get('Content-Security-Policy'))
  if (source === undefined) return
  ctx.set('Content-Security-Policy', policy.replace(FORM_ACTION, `${FORM_ACTION} ${source}`))
}

/**
 * The engine's own pages post to clients (`response_mode=form_post`) and redirect to them after a post (signing out), at
 * addresses that it has checked itself.
 */
export function allowAnyFormAction(ctx: Context): void {
  const policy = String(ctx.response.get('Content-Security-Policy'))
  ctx.set('Content-Security-Policy', withAnyFormAction(policy))
}

export const withAnyFormAction = (policy: string): string => policy.replace(`${FORM_ACTION};`, '')

/** An app's own scheme (`com.example.app:/callback`) and an IPv6 address have no origin that the policy can name. */
function sourceOf(redirectUri: string): string | undefined {
  const url = URL.parse(redirectUri)
  if (url === null) return undefined
  const source = url.origin === 'null' || url.hostname.startsWith('[') ? url.protocol : url.origin
  // A host name may hold a semicolon, which would end the directive and begin another.
  return /^[a-z][a-z0-9+.-]*:(\/\/[a-z0-9.-]+(:\d+)?)?$/.test(source) ? source : undefined
}
