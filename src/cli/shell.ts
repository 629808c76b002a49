import { InvalidArgumentError } from 'commander'

/** `NAME=value` lines for `eval "$(…)"` and for .env files. Only generated values come here; they need no quotes. */
export function shellLines(values: Readonly<Record<string, string>>): string {
  const lines = Object.entries(values).map(([name, value]) => {
    if (!/^[\w.-]+$/.test(value)) throw new Error(`the value of ${name} would need quotes in a shell`)
    return `${name}=${value}`
  })
  return lines.join('\n')
}

/** `tracker,documents` → its parts. */
export const parseList = (given: string): string[] =>
  given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `none` for an empty list: an empty argument is easily an accident. */
export const parseListOrNone = (given: string): string[] => (given === 'none' ? [] : parseList(given))

export function parseDays(given: string): number {
  if (!/^\d{1,6}$/.test(given))
    throw new InvalidArgumentError('It must be a whole number of days, such as 30.')
  return Number(given)
}

export function parseLimit(given: string): number {
  const limit = /^\d{1,5}$/.test(given) ? Number(given) : 0
  if (limit < 1 || limit > MOST_LISTED)
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_LISTED}.`)
  return limit
}

const MOST_LISTED = 10_000

/** A day, in UTC, or a moment: `2027-01-31`, `2027-01-31T12:00:00Z`. */
export function parseMoment(given: string): Date {
  const isMoment = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(given)
  const moment = new Date(isMoment ? given : Number.NaN)
  if (Number.isNaN(moment.getTime()))
    throw new InvalidArgumentError('It must be a date such as 2027-01-31, or 2027-01-31T12:00:00Z.')
  return moment
}

/** For an option that may be given more than once. */
export const collect = (given: string, before: readonly string[] = []): string[] => [...before, given]
