import type { Services } from '../../assemble.ts'
import type { Action } from '../../permissions/index.ts'
import type { Context } from '../context.ts'
import type { Render } from './render.ts'

export type PageDeps = Services & { readonly render: Render }

/** One page or one form's answer. All that a reader must know of it stands beside its handler. */
export type Page = {
  readonly method: 'get' | 'post'
  readonly path: string
  /**
   * `anyone`: the handler says what it does with a visitor. `account`: nobody gets here without signing in, and the handler
   * asks what depends on whose it is. An action: nor anybody who may not do it by their role alone.
   */
  readonly for: 'anyone' | 'account' | Action
  handle(this: void, deps: PageDeps, ctx: Context, params: Readonly<Record<string, string>>): Promise<void>
}

export const page = (definition: Page): Page => definition

/** After a post: the browser asks for `path`, and a reload posts nothing. */
export function seeOther(ctx: Context, path: string): void {
  ctx.redirect(path)
  ctx.status = 303
}

/** The first value of a query parameter; an empty text where there is none. */
export function queryText(ctx: Context, name: string): string {
  const value = ctx.query[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}
