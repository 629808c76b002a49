import { EnvelopArmor } from '@escape.tech/graphql-armor'
import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import type { Services } from '../../assemble.ts'
import { authenticateBearer, challenge } from '../api/bearer.ts'
import { MediaTypeUnsupported } from '../api/errors.ts'
import { tellBudget } from '../api/rate-limit.ts'
import { readJson } from '../body.ts'
import type { Context, Middleware } from '../context.ts'
import type { GraphqlContext } from './context.ts'
import { mask } from './explain.ts'
import { RESOLVERS } from './resolvers.ts'
import { SCHEMA } from './schema.ts'

const PATH = '/graphql'

/** One request is one of a token's budget, so what one request can ask for has its limits. */
const LIMITS = {
  maxDepth: { n: 6 },
  maxAliases: { n: 10 },
  maxDirectives: { n: 10 },
  maxTokens: { n: 1_000 },
  costLimit: {
    maxCost: 500,
    objectCost: 2,
    scalarCost: 1,
    depthCostFactor: 1.5,
    ignoreIntrospection: true,
  },
  blockFieldSuggestion: { enabled: true },
}

/** GraphQL over HTTP, by POST and bearer token alone: a query in an address would end up in logs. */
export function graphql(services: Services): Middleware {
  const yoga = createServer(services)
  return async (ctx, next) => {
    if (ctx.path !== PATH) return await next()
    try {
      await answer(ctx, yoga)
    } catch (error) {
      challenge(ctx, error)
      tellBudget(ctx, error)
      throw error
    }
  }
}

const schema = createSchema<GraphqlContext>({ typeDefs: SCHEMA, resolvers: RESOLVERS })

type Yoga = ReturnType<typeof createServer>

function createServer({ config }: Services) {
  const { plugins } = new EnvelopArmor(LIMITS).protect()
  return createYoga<GraphqlContext>({
    schema,
    graphqlEndpoint: PATH,
    landingPage: false,
    graphiql: false,
    logging: false,
    batching: false,
    cors: false,
    maskedErrors: { maskError: mask },
    plugins: [
      ...(plugins as unknown as Plugin[]),
      sayWithCode,
      ...(config.production ? [useDisableIntrospection()] : []),
    ],
  })
}

/** A query that is not in the schema is refused with a code of ours, as what resolvers refuse. */
const sayWithCode: Plugin = {
  onValidate:
    () =>
    ({ valid, result, setResult }) => {
      if (!valid) setResult(result.map(mask))
    },
}

async function answer(ctx: Context, yoga: Yoga): Promise<void> {
  const { services, requestId } = ctx.state
  ctx.state.route = PATH
  ctx.set('Allow', 'POST')
  if (ctx.method !== 'POST') throw Object.assign(new Error('not by POST'), { status: 405 })
  const caller = await authenticateBearer(ctx, { access: 'any_token', evenIfBound: true })
  if (ctx.is('json', '+json') === false) throw new MediaTypeUnsupported()
  await readJson(ctx)
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
