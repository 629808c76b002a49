import type { z } from 'zod'
import type { FieldProblem } from '../../lib/index.ts'
import { ParametersInvalid } from './errors.ts'

const MOST_TOLD = 20

/** What was sent, as the schema has it. @throws {ParametersInvalid} naming every field that is not right */
export function parse<T>(schema: z.ZodType<T>, given: unknown, where: 'body' | 'query' | 'path'): T {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  const [first, ...more] = result.error.issues.flatMap((issue) => describe(issue, where)).slice(0, MOST_TOLD)
  throw new ParametersInvalid([first ?? { field: where, message: 'is not valid' }, ...more])
}

function describe(issue: z.core.$ZodIssue, where: string): FieldProblem[] {
  const path = issue.path.map((part) => String(part).slice(0, 80))
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: [...path, key.slice(0, 80)].join('.'),
      message: 'is not known here',
    }))
  const message = issue.message === 'Invalid input' ? 'is not valid' : lowerFirst(issue.message)
  return [{ field: path.join('.') || where, message }]
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
