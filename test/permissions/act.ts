import type { Action, Target } from '../../src/permissions/index.ts'
import type { Somebody, World } from './world.ts'

export type Fields = Record<string, string> | [string, string][]

/** What the API is sent, where that is not what the page is sent under other names. */
type Asked = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: object
}

/** One try: a target that nobody touched before, and what somebody sends. */
export type Attempt = {
  /** For the route's parameters. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly fields?: Fields
  readonly api?: Asked
  /** What is recorded where it is done, and about what: columns of `audit_event`. */
  readonly event?: { readonly name: string } & Readonly<Record<string, string | null>>
  /** What is seen where it may be seen. */
  readonly shows?: string
  /** What has to be put right again, so that those after it find what they expect. */
  readonly after?: (isDone: boolean) => unknown
}

/** Something that can be done at a door. */
export type Act = {
  /** As the door knows it: `post /account/tokens` is a page’s, `api mintToken` the REST API’s, `graphql createApiToken`. */
  readonly route: string
  readonly action: Action
  readonly on: Target
  prepare(this: void, world: World, who: Somebody): Promise<Attempt>
}

/** The acts of one action, each by its route; what is the same by several doors has them all, with `&` between them. */
export const acts = (
  action: Action,
  on: Target,
  prepared: Readonly<Record<string, Act['prepare']>>,
): readonly Act[] =>
  Object.entries(prepared).flatMap(([routes, prepare]) =>
    routes.split(' & ').map((route) => ({ action, on, route, prepare })),
  )
