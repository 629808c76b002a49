import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from './context.ts'

export type CookieOptions = {
  /** Where the browser sends it; `/` unless told. */
  readonly path?: string
  readonly sameSite?: 'lax' | 'strict'
  /** Without it the cookie ends with the browser. */
  readonly maxAgeSeconds?: number
}

/**
 * Keeps `value` in the browser, signed (HMAC-SHA256 over name and value, so that one cookie cannot be passed off as
 * another), HttpOnly, SameSite=Lax or Strict, and Secure under a `__Host-` or `__Secure-` name where the issuer is https.
 */
export function setCookie(ctx: Context, name: string, value: string, options: CookieOptions = {}): void {
  const [key] = ctx.state.services.keys.cookie
  if (key === undefined) throw new Error('there is no key to sign cookies with')
  write(ctx, name, `${value}.${sign(key, name, value)}`, options)
}

/** The value that `setCookie` kept; `undefined` where there is none or its signature is nobody's. */
export function readCookie(ctx: Context, name: string, path = '/'): string | undefined {
  const [value, signature, ...more] = (ctx.cookies.get(fullName(ctx, name, path)) ?? '').split('.')
  if (!value || !signature || more.length > 0) return undefined
  const { cookie: keys } = ctx.state.services.keys
  return keys.some((key) => isSame(sign(key, name, value), signature)) ? value : undefined
}

export function clearCookie(ctx: Context, name: string, path = '/'): void {
  write(ctx, name, '', { path, maxAgeSeconds: 0 })
}

function write(ctx: Context, name: string, value: string, options: CookieOptions): void {
  const { path = '/', sameSite = 'lax', maxAgeSeconds } = options
  ctx.cookies.set(fullName(ctx, name, path), value, {
    path,
    sameSite,
    httpOnly: true,
    secure: isSecure(ctx),
    signed: false,
    overwrite: true,
    // `maxAge: 0` would be taken for "none": a date long past is what deletes a cookie everywhere.
    ...(maxAgeSeconds === 0 ? { expires: new Date(0) } : {}),
    ...(maxAgeSeconds ? { maxAge: maxAgeSeconds * 1_000 } : {}),
  })
}

/** `__Host-` cannot be set by a sibling domain, but demands the whole host as its path; `__Secure-` is the next best. */
function fullName(ctx: Context, name: string, path: string): string {
  if (!isSecure(ctx)) return `patmint_${name}`
  return path === '/' ? `__Host-patmint_${name}` : `__Secure-patmint_${name}`
}

const isSecure = (ctx: Context): boolean => ctx.state.services.config.issuer.startsWith('https:')

const sign = (key: string, name: string, value: string): string =>
  createHmac('sha256', key).update(`${name}=${value}`).digest('base64url')

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.byteLength === right.byteLength && timingSafeEqual(left, right)
}
