import { isDeepStrictEqual } from 'node:util'

/** `title “Tracker” → “Issues”, actions read, write → read`, for the fields that are not the same; empty where all are. */
export function describeDifferences(before: object, after: object): string {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return keys
    .filter((key) => !isDeepStrictEqual(was.get(key), is.get(key)))
    .map((key) => `${snakeCase(key).replaceAll('_', ' ')} ${show(was.get(key))} → ${show(is.get(key))}`)
    .join(', ')
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return typeof value === 'string' ? `“${value}”` : JSON.stringify(value)
}

/** A set, in one order. */
export const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort()

/** The file's names of a policy's settings, and ours. */
export const snakeCase = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const camelCase = (key: string): string =>
  key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

export const renameKeys = (given: object, rename: (key: string) => string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [rename(key), value]))
