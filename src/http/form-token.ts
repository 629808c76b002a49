import { createHmac, randomBytes } from 'node:crypto'
import { isEqualHash, randomSecret } from '../lib/index.ts'
import { formBody } from './body.ts'
import type { Context, Middleware } from './context.ts'
import { readCookie, setCookie } from './cookies.ts'
import { FormExpired } from './errors.ts'

const COOKIE = 'browser'
const FIELD = 'form_token'
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * For the hidden field `form_token` of every form that posts. It is bound to this browser (a random signed cookie, so it
 * works before sign-in too) and to the session: after signing in or out, forms from before are void.
 */
export function formToken(ctx: Context): string {
  const [key] = ctx.state.services.keys.form
  if (key === undefined) throw new Error('there is no key to bind forms with')
  const salt = randomBytes(9).toString('base64url')
  return `${salt}.${bind(ctx, key, browserOf(ctx), salt).toString('base64url')}`
}

/**
 * Lets a state-changing request through only where it was sent from our own page: the browser says so (Fetch metadata,
 * Origin), and the form carries a token that no other site can know.
 */
export const checkForm: Middleware = async (ctx, next) => {
  if (!SAFE_METHODS.has(ctx.method)) {
    const complaint = findForeignOrigin(ctx) ?? findBadToken(ctx)
    if (complaint !== undefined) throw new FormExpired(complaint)
  }
  await next()
}

function findForeignOrigin(ctx: Context): string | undefined {
  const site = ctx.get('sec-fetch-site')
  if (site !== '' && site !== 'same-origin' && site !== 'none')
    return `sec-fetch-site is ${site.slice(0, 40)}`
  // Our own pages send `Origin: null`, because of their `Referrer-Policy: no-referrer`; the token decides then.
  const origin = ctx.get('origin')
  const isOurs = origin === '' || origin === 'null' || origin === ctx.state.services.config.issuer
  return isOurs ? undefined : 'the origin is another'
}

function findBadToken(ctx: Context): string | undefined {
  const browser = readCookie(ctx, COOKIE)
  const presented = formBody(ctx)[FIELD]
  if (browser === undefined) return 'the browser cookie is missing'
  if (typeof presented !== 'string') return 'the form token is missing'
  const [salt = '', proof = ''] = presented.split('.')
  const given = Buffer.from(proof, 'base64url')
  const isBound = ctx.state.services.keys.form.some((key) =>
    isEqualHash(bind(ctx, key, browser, salt), given),
  )
  return isBound ? undefined : 'the form token belongs to another browser or session'
}

const bind = (ctx: Context, key: Uint8Array, browser: string, salt: string): Buffer =>
  createHmac('sha256', key)
    .update([salt, browser, ctx.state.visitor?.session.id ?? ''].join('.'))
    .digest()

/** The random name of this browser; given on its first form, once a response. */
function browserOf(ctx: Context): string {
  const known = readCookie(ctx, COOKIE) ?? given.get(ctx.req)
  if (known !== undefined) return known
  const browser = randomSecret()
  given.set(ctx.req, browser)
  setCookie(ctx, COOKIE, browser)
  return browser
}

/** A page with two forms must not name the browser twice. */
const given = new WeakMap<object, string>()
