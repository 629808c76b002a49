import type { IncomingMessage } from 'node:http'
import type { Middleware } from './context.ts'
import { RequestMalformed } from './errors.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/

/**
 * Refuses a request whose address no handler could make sense of: it would otherwise reach a library that throws, or
 * PostgreSQL, which takes no NUL in a text.
 */
export const wellFormed: Middleware = async (ctx, next) => {
  const complaint = findMalformation(ctx.req)
  if (complaint !== undefined) throw new RequestMalformed(complaint)
  await next()
}

function findMalformation(request: IncomingMessage): string | undefined {
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s)
  if (!hasOneHost(request) && request.httpVersion === '1.1') return 'not exactly one Host'
  if (!path.startsWith('/')) return 'the target is not a path'
  const decoded = decode(path)
  if (decoded === undefined) return 'the path is not UTF-8'
  if (CONTROL.test(decoded)) return 'a control character in the path'
  return query.includes('%00') ? 'a NUL in the query' : undefined
}

/** The header itself has been replaced by our own name: see `pin.ts`. */
export function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let count = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count === 1
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
