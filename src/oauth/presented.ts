import Provider, { type KoaContextWithOIDC } from 'oidc-provider'
import type { IntrospectionResult, Live, Tokens } from '../tokens/index.ts'

const presented = new WeakMap<object, Live>()
const suspended = new WeakSet<object>()
const counted = new WeakSet<object>()

/**
 * The adapter finds out what a presented secret is worth; the policies, which only get oidc-provider's idea of a token,
 * need to know it too. It stays with the request, and nowhere else.
 */
export function rememberLive(live: Live): void {
  const ctx = Provider.ctx
  if (ctx !== undefined) presented.set(ctx.req, live)
}

/** The presented secret is one of ours that works for nobody just now. */
export function rememberSuspended(): void {
  const ctx = Provider.ctx
  if (ctx !== undefined) suspended.add(ctx.req)
}

export const isOurs = (ctx: KoaContextWithOIDC): boolean => presented.has(ctx.req) || suspended.has(ctx.req)

export const findLive = (ctx: KoaContextWithOIDC): Live | undefined => presented.get(ctx.req)

/** An introspection is counted once, by whoever knows best what came of it: the first that does. */
export function countIntrospection(
  tokens: Pick<Tokens, 'countIntrospection'>,
  ctx: KoaContextWithOIDC,
  result: IntrospectionResult,
): void {
  if (counted.has(ctx.req)) return
  counted.add(ctx.req)
  tokens.countIntrospection(result)
}
