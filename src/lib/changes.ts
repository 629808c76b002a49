import { isDeepStrictEqual } from 'node:util'

/** Some fields of a record, as they were and as they are now. */
type Changes<T> = { readonly before: Partial<T>; readonly after: Partial<T> }

/** The fields that are not the same in both, for the audit log; `undefined` where every one is. */
export function findChanges<T extends object>(before: T, after: T): Changes<T> | undefined {
  const names = (Object.keys(after) as (keyof T)[]).filter(
    (name) => !isDeepStrictEqual(before[name], after[name]),
  )
  if (names.length === 0) return undefined
  return { before: pick(before, names), after: pick(after, names) }
}

const pick = <T extends object>(from: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>
