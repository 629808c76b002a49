type Defined<T> = { [Name in keyof T]: Exclude<T[Name], undefined> }

/** Leaves out what was not given: `{ name: 'a', kind: undefined }` → `{ name: 'a' }`. */
export const withoutUndefined = <T extends object>(given: T): Defined<T> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Defined<T>
