import type { Action, Target } from '../../src/permissions/index.ts'
import type { Somebody, World } from './world.ts'

export type Fields = Record<string, string> | [string, string][]

/** One try: a target that nobody touched before, and what somebody sends. */
export type Attempt = {
  /** For the route's parameters. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly fields?: Fields
  /** What is recorded where it is done, and about what: columns of `audit_event`. */
  readonly event?: { readonly name: string } & Readonly<Record<string, string | null>>
  /** What is seen where it may be seen. */
  readonly shows?: string
  /** What has to be put right again, so that those after it find what they expect. */
  readonly after?: (isDone: boolean) => unknown
}

/** Something that can be done at a door. */
export type Act = {
  /** As the router has it. */
  readonly route: string
  readonly action: Action
  readonly on: Target
  prepare(this: void, world: World, who: Somebody): Promise<Attempt>
}

/** The acts of one action, each by its route. */
export const acts = (
  action: Action,
  on: Target,
  prepared: Readonly<Record<string, Act['prepare']>>,
): readonly Act[] => Object.entries(prepared).map(([route, prepare]) => ({ action, on, route, prepare }))

/** Where it is sent to. */
const pathOf = ({ route }: Pick<Act, 'route'>, { params = {}, query = '' }: Attempt): string =>
  route.replace(/^\w+ /, '').replaceAll(/:(\w+)/g, (_, name: string) => fill(params, name)) + query

function fill(params: Readonly<Record<string, string>>, name: string): string {
  const value = params[name]
  if (value === undefined) throw new Error(`the attempt does not say which ${name}`)
  return encodeURIComponent(value)
}

export async function send(who: Somebody, act: Act, attempt: Attempt): Promise<Response> {
  const headers = { accept: 'application/json', ...who.headers }
  const path = pathOf(act, attempt)
  if (act.route.startsWith('get ')) return await who.browser.get(path, headers)
  const fields = attempt.fields ?? {}
  const pairs = Array.isArray(fields) ? fields : Object.entries(fields)
  return await who.browser.post(path, [['form_token', who.formToken], ...pairs], headers)
}
