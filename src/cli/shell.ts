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

export function parseDays(given: string): number {
  if (!/^\d{1,6}$/.test(given))
    throw new InvalidArgumentError('It must be a whole number of days, such as 30.')
  return Number(given)
}

/** For an option that may be given more than once. */
export const collect = (given: string, before: readonly string[] = []): string[] => [...before, given]
