import type { ProductError } from '../../../../lib/index.ts'
import { LONGEST_REASON } from '../../../../tokens/index.ts'
import { type Field, field } from '../../form.ts'

export const reasonField = (typed: string, error?: ProductError): Field =>
  field(
    {
      id: 'reason',
      label: 'Reason',
      value: typed.slice(0, 4 * LONGEST_REASON),
      max: LONGEST_REASON,
      hint: 'Stays beside the token, where its owner reads it.',
      optional: true,
      autocomplete: 'off',
    },
    error?.field === 'reason' ? { reason: error.message } : {},
  )
