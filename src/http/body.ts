import { bodyParser } from '@koa/bodyparser'
import type { Context, Middleware } from './context.ts'

export type FormFields = Readonly<Record<string, string | string[]>>

const LIMIT = '56kb'
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

/** JSON for the API, under the same limit. */
export const readJson: Middleware = bodyParser({
  enableTypes: ['json'],
  jsonLimit: LIMIT,
  jsonStrict: true,
  onError: refuse,
})

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
