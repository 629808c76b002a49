import { pagesRouter } from '../../src/http/pages/index.ts'
import type { TestServer } from '../support/server.ts'

/** Every route of the pages, once: `post /account/tokens/:id/revoke`. */
export function listRoutes(server: TestServer): string[] {
  const routes = pagesRouter(server).stack.flatMap(({ methods, path }) =>
    methods.filter((method) => method !== 'HEAD').map((method) => `${method.toLowerCase()} ${String(path)}`),
  )
  return [...new Set(routes)]
}
