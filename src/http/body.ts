import type { IncomingMessage } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import type { Context, Middleware } from './context.ts'
import type { Exchange } from './exchange.ts'

export type FormFields = Readonly<Record<string, string | string[]>>

const LIMIT_KILOBYTES = 56
const LIMIT = `${LIMIT_KILOBYTES}kb`
const FORM = 'application/x-www-form-urlencoded'

/** What cannot be read, such as a body that is not packed as `Content-Encoding` says, is whoever sent it's mistake. */
function refuse(error: Error): never {
  throw Object.assign(error, { status: (error as { status?: number }).status ?? 400 })
}

/**
 * Reads a form's text, at most 56 kB of it. It is taken as text and split by `URLSearchParams`: a form has fields and
 * lists of fields, and nobody needs the nesting (`a[b]=c`) that other parsers make of it.
 */
export const readForm: Middleware = bodyParser({
  enableTypes: ['text'],
  extendTypes: { text: [FORM] },
  textLimit: LIMIT,
  onError: refuse,
})

const parseJson: Middleware = bodyParser({
  enableTypes: ['json'],
  jsonLimit: LIMIT,
  jsonStrict: true,
  onError: refuse,
})

/** JSON for the API, under the same limit, as `ctx.request.body`. */
export async function readJson(ctx: Exchange): Promise<void> {
  ctx.request.body = takePlainJson(ctx.req) ?? (await parseUnusual(wholeOf(ctx)))
}

async function parseUnusual(ctx: Context): Promise<unknown> {
  await parseJson(ctx, async () => {})
  return ctx.request.body
}

/** Whether the body is said to be JSON, or nothing that can be none. */
export const isJson = (ctx: Exchange): boolean =>
  ctx.req.headers['content-type'] === JSON_TYPE || wholeOf(ctx).is('json', '+json') !== false

const JSON_TYPE = 'application/json'

const wholeOf = (ctx: Exchange): Context => ctx.whole?.() ?? (ctx as Context)

/**
 * Most bodies are there by the time that they are asked for, whole and plain: those are read at once.
 * @returns `undefined` where anything about one is unusual; it is as it was then, and the parser says what it is
 */
function takePlainJson(request: IncomingMessage): object | undefined {
  if (!isWholeAndPlain(request)) return undefined
  const body = request.read() as Buffer | null
  if (body === null) return undefined
  const parsed = parsePlain(body.toString())
  // Before anybody else can read on, so that it is as if nobody had read.
  if (parsed === undefined) request.unshift(body)
  return parsed
}

function isWholeAndPlain({ method, headers, complete, destroyed, readableLength }: IncomingMessage): boolean {
  const isJson = headers['content-type'] === JSON_TYPE && headers['content-encoding'] === undefined
  const isAllThere = complete && !destroyed && headers['content-length'] === String(readableLength)
  return isJson && isAllThere && readableLength <= LIMIT_KILOBYTES * 1_024 && WITH_BODY.has(method ?? '')
}

/** Those whose bodies the parser reads. */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH'])

/** Of what can hold a name that means something to JavaScript, also in escapes, the parser is the judge. */
const MAY_BE_POISONED = /__proto__|\\u/

function parsePlain(text: string): object | undefined {
  if (!/^[{[]/.test(text) || MAY_BE_POISONED.test(text)) return undefined
  try {
    return JSON.parse(text) as object
  } catch {
    return undefined
  }
}

/** The posted fields; one that came several times is a list. */
export function formBody(ctx: Context): FormFields {
  const text = ctx.request.body
  const fields: Record<string, string | string[]> = Object.create(null)
  if (typeof text !== 'string' || !ctx.is(FORM)) return fields
  const search = new URLSearchParams(text)
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name)
    fields[name] = values.length === 1 ? String(values[0]) : values
  }
  return fields
}
