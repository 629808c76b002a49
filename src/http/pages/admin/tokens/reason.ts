import { ProductError, readNote } from '../../../../lib/index.ts'
import { type Field, field } from '../../form.ts'

const LONGEST = 200
const UNSAID = 'Revoked by an administrator'

class InvalidReason extends ProductError {
  readonly code = 'revoke_reason_invalid'
  readonly kind = 'invalid'
  override readonly field = 'reason'
  constructor() {
    super(`Give a reason of at most ${LONGEST} characters, without invisible ones.`)
  }
}

/** @throws {InvalidReason} */
export function parseReason(given: string): string {
  const reason = readNote(given, LONGEST)
  if (reason === undefined) throw new InvalidReason()
  return reason === '' ? UNSAID : reason
}

export const reasonField = (typed: string, error?: ProductError): Field =>
  field(
    {
      id: 'reason',
      label: 'Reason',
      value: typed.slice(0, 4 * LONGEST),
      max: LONGEST,
      hint: 'Stays beside the token, where its owner reads it.',
      optional: true,
      autocomplete: 'off',
    },
    error?.field === 'reason' ? { reason: error.message } : {},
  )
