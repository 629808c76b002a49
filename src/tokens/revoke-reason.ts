import { readNote } from '../lib/index.ts'
import { InvalidReason } from './errors.ts'

export const LONGEST_REASON = 200
const UNSAID = 'Revoked by an administrator'

/** Why an administrator revokes a token, as its owner reads it. @throws {InvalidReason} */
export function parseReason(given: string): string {
  const reason = readNote(given, LONGEST_REASON)
  if (reason === undefined) throw new InvalidReason(LONGEST_REASON)
  return reason === '' ? UNSAID : reason
}
