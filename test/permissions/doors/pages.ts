import { type Cell, cellOf, type Person } from '../../../scripts/write-permissions-docs.ts'
import type { Act, Attempt } from '../act.ts'
import type { Somebody } from '../world.ts'
import type { Door, Outcome, Refusal } from './door.ts'

/** The pages: read, and forms that are sent. */
export const pages: Door = {
  opens: ({ route }) => /^(get|post) /.test(route),
  refusalOf: (act, { person }) => REFUSALS[expected(act, person)],
  send: async (_world, who, act, attempt) => await toOutcome(await send(who, act, attempt), attempt),
}

/** The console is an unknown page to whoever may not open it, also where they may do the same elsewhere. */
function expected(act: Act, person: Person): Cell {
  const isInConsole = act.route.split(' ')[1]?.startsWith('/admin') === true
  const console = cellOf({ action: 'console.see', on: 'instance' }, person)
  return isInConsole && console !== 'yes' ? console : cellOf(act, person)
}

const REFUSALS: Record<Cell, Refusal | undefined> = {
  yes: undefined,
  'left out': { status: [200, 303] },
  '404': { status: [404] },
  '403 `not_permitted`': { status: [403], code: 'not_permitted' },
  'sign in': { status: [303], location: /^\/sign-in\?return_to=/ },
}

/** Where it is sent to. */
const pathOf = ({ route }: Pick<Act, 'route'>, { params = {}, query = '' }: Attempt): string =>
  route.replace(/^\w+ /, '').replaceAll(/:(\w+)/g, (_, name: string) => fill(params, name)) + query

export function fill(params: Readonly<Record<string, string>>, name: string): string {
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

/** A page that is to be seen is answered with itself, a form that was taken leads on. */
async function toOutcome(answer: Response, { shows }: Attempt): Promise<Outcome> {
  const [text, location] = [await answer.text(), answer.headers.get('location')]
  const isDone = shows === undefined ? answer.status === 303 && !location?.includes('/sign-in') : answer.ok
  const requestId = answer.headers.get('x-request-id')
  return { isDone, status: answer.status, code: codeOf(text), location, text, requestId }
}

/** A form says it in words, beside what was sent. */
function codeOf(text: string): string | undefined {
  if (text.includes('You may not generate tokens of any other')) return 'not_permitted'
  return text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined
}
