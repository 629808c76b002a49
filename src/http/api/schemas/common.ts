import { z } from 'zod'
import { isId } from '../../../lib/index.ts'

/** RFC 3339, in UTC. */
export const time = z.string().meta({ format: 'date-time', examples: ['2026-11-27T21:04:05.000Z'] })

/** An id as it is answered with. */
export const id = z.string().meta({ format: 'uuid', examples: ['019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'] })

/** An id as it is asked for. One that is malformed is answered like one that is unknown (U13), by the verb. */
export const idParameter = z.string().meta({ format: 'uuid' })

/** An id in a query or a body, where one that is malformed is a mistake. */
export const idFilter = z.string().refine(isId, 'is not an id').meta({ format: 'uuid' })

export const text = (most: number) => z.string().max(most, `must be at most ${most} characters long`)

export const toTime = (date: Date): string => date.toISOString()
export const toTimeOrNull = (date: Date | null): string | null => date?.toISOString() ?? null

/** Where live tokens would lose something by it: says that this is meant. */
export const force = z
  .enum(['true', 'false'])
  .default('false')
  .transform((given) => given === 'true')
  .meta({ description: 'true: also where live tokens lose scopes by it.', examples: ['true'] })

/** A moment as it is asked for. */
export const momentGiven = z.iso
  .datetime({ offset: true, error: 'must be a moment such as 2027-01-31T12:00:00Z' })
  .meta({ examples: ['2027-01-31T12:00:00Z'] })

/** A number as an address has it. `1e1`, `0x10` and ` 5` are none. */
const readDigits = (given: unknown): unknown =>
  typeof given === 'string' && /^\d{1,4}$/.test(given) ? Number(given) : given

/** A number from 1 on in a query; `usual` where none is given. */
export function countGiven(most: number, usual: number, description: string) {
  const message = `must be a whole number from 1 to ${most}`
  return z
    .preprocess(readDigits, z.int(message).min(1, message).max(most, message))
    .default(usual)
    .meta({ description, default: usual })
}

/** Of what may be too many to count. */
export const cappedCount = z
  .int()
  .meta({ description: 'Counted up to 10,000; 10,001 says that there are more.' })
