import { ProductError } from '../lib/index.ts'

/** The database does not answer. Nobody can tell whether a token is good: never an answer, always "try again". */
export class DatabaseUnavailable extends ProductError {
  readonly code = 'database_unavailable'
  readonly kind = 'unavailable'
  override readonly retryAfterSeconds = 2

  constructor(cause: unknown) {
    super('The database does not answer just now. Try again in a few seconds.', {}, { cause })
  }
}

/** As many requests wait as ever may: one more would only be answered late. */
export class TooManyWaiting extends ProductError {
  readonly code = 'overloaded'
  readonly kind = 'unavailable'
  override readonly retryAfterSeconds = 1

  constructor() {
    super('More requests wait than can be answered just now. Try again in a second.')
  }
}

/** SQLSTATE classes in which the statement was fine and the server was not (PostgreSQL, appendix A). */
const FAULT_STATES = /^(08|53|57P|58|25006|XX001)/
const FAULT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
])
const FAULT_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|not queryable|Driver not Connected|Cannot use a pool after calling end/i

/** What TypeORM says to the next statement of a transaction whose connection was lost between two of them. */
const LOST_IN_TRANSACTION = new Set([
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
])

/** Is it the database that is away, rather than a statement that is wrong? */
export function isDatabaseFault(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  if (!(error instanceof Error)) return false
  const { code, driverError, errors } = error as { code?: unknown; driverError?: unknown; errors?: unknown }
  if (typeof code === 'string' && (FAULT_CODES.has(code) || FAULT_STATES.test(code))) return true
  if (FAULT_MESSAGES.test(error.message) || LOST_IN_TRANSACTION.has(error.name)) return true
  if (Array.isArray(errors) && errors.some(isDatabaseFault)) return true
  return driverError !== undefined && driverError !== error && isDatabaseFault(driverError)
}

/** Did somebody else change, meanwhile, what a `REPEATABLE READ` transaction was to change? */
export function isSerializationFailure(error: unknown): boolean {
  const found = (error as { driverError?: unknown }).driverError ?? error
  return (found as { code?: unknown }).code === '40001'
}

/** Was something else locked for too long, or in a circle, by somebody who wanted what we had? */
export function isLockConflict(error: unknown): boolean {
  const found = (error as { driverError?: unknown }).driverError ?? error
  return ['55P03', '40P01'].includes(String((found as { code?: unknown }).code))
}

/** Is it a unique index or key, by this name, that refused the row? */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const found = (error as { driverError?: unknown }).driverError ?? error
  const { code, constraint: name } = found as { code?: unknown; constraint?: unknown }
  return code === '23505' && name === constraint
}
