import { sendTagged, type Tagged, tagged } from '../../compressed.ts'
import type { Middleware } from '../../context.ts'
import { buildDocument } from './document.ts'

const PATH = '/openapi.json'

/** The description of the API at this address: the same for everybody, and the same until another version starts. */
export function openApi(issuer: string): Middleware {
  let document: Tagged | undefined
  return async (ctx, next) => {
    const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
    if (!isReading || ctx.path !== PATH) return await next()
    ctx.state.route = PATH
    document ??= tagged('application/json; charset=utf-8', toBytes(buildDocument({ url: issuer })))
    await sendTagged(ctx, document, 'public, max-age=300')
  }
}

const toBytes = (document: object): Buffer => Buffer.from(JSON.stringify(document))
