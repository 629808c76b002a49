import { countCharacters } from '../lib/index.ts'

/** Rows under their headings, each column as wide as its widest cell. `nothing` where there are no rows. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  nothing: string,
): string {
  if (rows.length === 0) return nothing
  const all = [headings, ...rows]
  const widths = headings.map((_, column) =>
    Math.max(...all.map((row) => countCharacters(row[column] ?? ''))),
  )
  return all
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Names and values below each other; those without a value are left out. */
export function facts(pairs: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '')
  const width = Math.max(...known.map(([name]) => name.length))
  return known.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')
}

/** Paragraphs with an empty line between them. */
export const paragraphs = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n')

export const day = (date: Date): string => date.toISOString().slice(0, 10)

/** To the minute, in UTC: the same on every machine. */
export const minute = (date: Date): string => `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** Of what can be disabled. */
export const state = (disabledAt: Date | null): string =>
  disabledAt === null ? 'active' : `disabled ${day(disabledAt)}`

const pad = (cell: string, width: number): string =>
  cell + ' '.repeat(Math.max(0, width - countCharacters(cell)))
