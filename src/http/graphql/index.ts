import type { Services } from '../../assemble.ts'
import { lazily } from '../../lib/index.ts'
import { authenticateBearer, challenge } from '../api/bearer.ts'
import { MediaTypeUnsupported } from '../api/errors.ts'
import { tellBudget } from '../api/rate-limit.ts'
import { readJson } from '../body.ts'
import type { Context, Middleware } from '../context.ts'
import type { Yoga } from './yoga.ts'

const PATH = '/graphql'

/** GraphQL over HTTP, by POST and bearer token alone: a query in an address would end up in logs. */
export function graphql(services: Services): Middleware {
  // Its packages are a tenth of the server's memory, and most servers are never asked in GraphQL.
  const load = lazily(async () => (await import('./yoga.ts')).createServer(services, PATH))
  return async (ctx, next) => {
    if (ctx.path !== PATH) return await next()
    try {
      await answer(ctx, load)
    } catch (error) {
      challenge(ctx, error)
      tellBudget(ctx, error)
      throw error
    }
  }
}

async function answer(ctx: Context, load: () => Promise<Yoga>): Promise<void> {
  const { services, requestId } = ctx.state
  ctx.state.route = PATH
  ctx.set('Allow', 'POST')
  if (ctx.method !== 'POST') throw Object.assign(new Error('not by POST'), { status: 405 })
  const caller = await authenticateBearer(ctx, { access: 'any_token', evenIfBound: true })
  if (ctx.is('json', '+json') === false) throw new MediaTypeUnsupported()
  await readJson(ctx)
  const yoga = await load()
  const request = new Request(`${services.config.issuer}${PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: ctx.get('accept') || 'application/json' },
    body: JSON.stringify(ctx.request.body ?? {}),
  })
  const response = await yoga.fetch(request, { services, caller, requestId })
  ctx.status = response.status
  ctx.body = await response.text()
  ctx.type = response.headers.get('content-type') ?? 'application/json'
}
