import { STATUS_CODES } from 'node:http'
import { DatabaseUnavailable, isDatabaseFault } from '../database/index.ts'
import { type ErrorKind, type FieldProblem, isProductError, type ProductError } from '../lib/index.ts'

const STATUSES: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  unsupported: 415,
  unprocessable: 422,
  too_many: 429,
  unavailable: 503,
}

/** An error as the outside sees it: RFC 9457 without the request's own id. */
export type Problem = {
  readonly status: number
  readonly title: string
  readonly code: string
  readonly message: string
  readonly field: string | undefined
  readonly problems: readonly FieldProblem[] | undefined
  readonly retryAfterSeconds: number | undefined
}

/** The only place where a kind of error becomes a status. What is not known here is a bug: 500, and nothing inside. */
export function toProblem(error: unknown): Problem {
  if (isProductError(error)) return fromProductError(error)
  if (isDatabaseFault(error)) return fromProductError(new DatabaseUnavailable(error))
  const status = findClientStatus(error)
  if (status !== undefined) return describe(status, codeOf(status), messageOf(status))
  return describe(
    500,
    'internal_error',
    'Something went wrong on our side. Try again; if it stays, tell your administrator the request id.',
  )
}

const fromProductError = (error: ProductError): Problem => ({
  ...describe(STATUSES[error.kind], error.code, error.message),
  field: error.field,
  problems: error.problems,
  retryAfterSeconds: error.retryAfterSeconds ?? (error.kind === 'unavailable' ? 2 : undefined),
})

const describe = (status: number, code: string, message: string): Problem => ({
  status,
  title: STATUS_CODES[status] ?? 'Error',
  code,
  message,
  field: undefined,
  problems: undefined,
  retryAfterSeconds: undefined,
})

/** The 4xx of an error of koa's or of the body parser's. Their texts are not ours to show. */
function findClientStatus(error: unknown): number | undefined {
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  const isClients = typeof status === 'number' && status >= 400 && status < 500 && expose !== false
  return isClients ? status : undefined
}

const codeOf = (status: number): string =>
  (STATUS_CODES[status] ?? 'malformed_request').toLowerCase().replaceAll(/[^a-z]+/g, '_')

function messageOf(status: number): string {
  if (status === 404) return 'There is nothing at this address. Check it for a typing error.'
  if (status === 405) return 'This address does not answer to that method.'
  if (status === 413) return 'This is too much at once. Send less than 56 kB.'
  return 'This request is not well-formed: its address or its contents could not be read.'
}
