import { EnvelopArmor } from '@escape.tech/graphql-armor'
import { useDisableIntrospection } from '@graphql-yoga/plugin-disable-introspection'
import { createSchema, createYoga, type Plugin } from 'graphql-yoga'
import type { Services } from '../../assemble.ts'
import type { GraphqlContext } from './context.ts'
import { mask } from './explain.ts'
import { RESOLVERS } from './resolvers.ts'
import { SCHEMA } from './schema.ts'

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

const schema = createSchema<GraphqlContext>({ typeDefs: SCHEMA, resolvers: RESOLVERS })

export type Yoga = ReturnType<typeof createServer>

/** What reads queries and answers them, at this path. */
export function createServer({ config }: Services, path: string) {
  const { plugins } = new EnvelopArmor(LIMITS).protect()
  return createYoga<GraphqlContext>({
    schema,
    graphqlEndpoint: path,
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
