import { GraphQLError } from 'graphql'
import { BearerRefused } from '../api/errors.ts'
import { toProblem } from '../problem.ts'
import type { GraphqlContext } from './context.ts'

/** What an operation threw, in the words and with the code of REST's problems. A fault of ours is logged. */
export function explain({ services, requestId }: GraphqlContext, cause: unknown): GraphQLError {
  const { status, code, message, field, problems, retryAfterSeconds } = toProblem(cause)
  if (status === 500) services.log.error({ requestId, error: cause }, 'a resolver failed')
  if (status === 503) services.log.warn({ requestId, error: cause }, 'a resolver could not answer')
  const scope = cause instanceof BearerRefused ? cause.scope : undefined
  const extensions = {
    code,
    status,
    field,
    errors: problems,
    scope,
    retryAfter: retryAfterSeconds,
    requestId,
  }
  return new GraphQLError(message, { extensions })
}

/**
 * Every error that is to leave. What an operation threw has its code already; what GraphQL refuses itself (a query that is
 * not in the schema, too deep or too costly) gets one; nothing else says what is inside.
 */
export function mask(error: unknown): Error {
  if (!(error instanceof GraphQLError)) return unexpected()
  const { originalError, extensions } = error
  if (extensions['status'] !== undefined) return error
  if (originalError instanceof GraphQLError) return mask(originalError)
  if (originalError !== undefined) return unexpected()
  const { message, nodes, source, positions, path } = error
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions: { ...extensions, code: 'query_refused', status: 400 },
  })
}

const unexpected = (): GraphQLError =>
  new GraphQLError('Something went wrong on our side.', {
    extensions: { code: 'internal_error', status: 500 },
  })
