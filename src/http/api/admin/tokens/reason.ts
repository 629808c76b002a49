import { z } from 'zod'
import { LONGEST_REASON } from '../../../../tokens/index.ts'

export const revokeReason = z
  .string()
  .default('')
  .meta({
    description: `Why, in at most ${LONGEST_REASON} characters. Stays beside the token, where its owner reads it.`,
    examples: ['Found in a public repository'],
  })
