import type { Middleware } from './context.ts'
import type { Exchange } from './exchange.ts'

/** Asked every few seconds by machines that only want to know whether all is well. */
const QUIET = new Set(['/livez', '/readyz', '/metrics'])
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One line a request, written when its answer has left or its client has. */
export const accessLog: Middleware = async (ctx, next) => {
  const startedAt = performance.now()
  ctx.res.once('close', () => writeLine(ctx, performance.now() - startedAt))
  await next()
}

export function writeLine(ctx: Exchange, milliseconds: number): void {
  const { services, requestId, traceId, address, accountId, clientId, problem } = ctx.state
  const path = describePath(ctx.req.url ?? '')
  const level = isQuiet(ctx, path) ? 'debug' : 'info'
  const line = {
    requestId,
    traceId,
    method: ctx.method,
    path,
    status: ctx.res.statusCode,
    ms: Math.round(milliseconds * 10) / 10,
    address,
    accountId,
    clientId,
    problem,
    aborted: ctx.res.writableFinished ? undefined : true,
  }
  services.log[level](line, 'request')
}

/** Introspections are asked for thousands of times a second: one by one they are logged where somebody wants that. */
function isQuiet({ state, res }: Exchange, path: string): boolean {
  const isIntrospection = path === '/introspect' && res.statusCode === 200
  return QUIET.has(path) || (isIntrospection && !state.services.config.logIntrospections)
}

/**
 * The path without its query. A long segment that is neither an id nor plain words may be a one-time key, or a secret
 * that somebody pasted into the wrong place: it is cut out.
 */
export function describePath(target: string): string {
  const [path = ''] = target.split('?')
  return path.slice(0, 300).split('/').map(describeSegment).join('/')
}

const describeSegment = (segment: string): string =>
  segment.length < 20 ||
  UUID.test(segment) ||
  /^[a-z.-]+$/.test(segment) ||
  /^[\w.-]+\.(css|js|svg|woff2)$/.test(segment)
    ? segment
    : '…'
