import { seal, unseal } from '../../lib/index.ts'
import type { Context } from '../context.ts'
import { clearCookie, readCookie, setCookie } from '../cookies.ts'

const COOKIE = 'reveal'
const PURPOSE = 'reveal'
const LIFE_SECONDS = 60

type Kept = { readonly path: string; readonly secret: string; readonly until: number }

/**
 * Carries a new secret over the redirect after the post, in a sealed cookie of the one page that shows it: the server
 * keeps no copy, and the secret is in no address. @returns that page's path
 */
export async function keepSecret(ctx: Context, path: string, secret: string): Promise<string> {
  const { keys, clock } = ctx.state.services
  const until = clock().getTime() + LIFE_SECONDS * 1_000
  const kept: Kept = { path, secret, until }
  const sealed = await seal(keys.seal, PURPOSE, JSON.stringify(kept))
  // The cookie's own syntax uses dots, and so does what is sealed.
  const value = Buffer.from(sealed).toString('base64url')
  setCookie(ctx, COOKIE, value, { path, sameSite: 'strict', maxAgeSeconds: LIFE_SECONDS })
  return path
}

/** The secret that is waiting to be shown on this page, and takes it out of the browser. */
export async function takeSecret(ctx: Context, path: string): Promise<string | undefined> {
  const { keys, clock } = ctx.state.services
  const value = readCookie(ctx, COOKIE, path)
  if (value === undefined) return undefined
  clearCookie(ctx, COOKIE, path)
  const plain = await unseal(keys.seal, PURPOSE, Buffer.from(value, 'base64url').toString('utf8'))
  if (plain === undefined) return undefined
  const kept: Kept = JSON.parse(plain)
  return kept.path === path && clock().getTime() < kept.until ? kept.secret : undefined
}
