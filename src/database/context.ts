import { AsyncResource } from 'node:async_hooks'

/** Does something on behalf of whoever made it, wherever it is called. */
export type Context = <T>(work: () => T) => T

/**
 * The moment's context, for later: whoever watches what is asked of the database finds it there. `AsyncResource.bind` and
 * `AsyncLocalStorage.snapshot` do the same, but their functions have properties of their own: with each comes a hidden class
 * that lives until the next full collection, and keeps alive whatever the function refers to.
 */
export function rememberContext(): Context {
  const resource = new AsyncResource('patmint.database')
  return (work) => resource.runInAsyncScope(work)
}
