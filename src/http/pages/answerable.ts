import { isProductError, type ProductError } from '../../lib/index.ts'

const KINDS: ReadonlySet<string> = new Set([
  'invalid',
  'conflict',
  'forbidden',
  'unauthenticated',
  'too_many',
])

/**
 * The errors that a form answers itself, with what was typed kept: those that the person can do something about. All
 * others are for the error page.
 */
export function getAnswerable(error: unknown): ProductError {
  if (isProductError(error) && KINDS.has(error.kind)) return error
  throw error
}
