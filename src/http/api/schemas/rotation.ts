import { z } from 'zod'
import { RETIRE_WHEN, type RetireWhen } from '../../../tokens/index.ts'

export const rotation = z
  .strictObject({
    when: z.enum(RETIRE_WHEN as [RetireWhen, ...RetireWhen[]]).meta({
      description:
        'When the old secret stops working: now (it leaked), in an hour, in a day, or when the new one is first used.',
      examples: ['day'],
    }),
  })
  .meta({ id: 'Rotation' })
