import type { Database } from '../../src/database/index.ts'

/** A statement, by its name such as `introspect`, and how many tokens it looks for. */
export type Seen = { readonly name: string; readonly hashes: number }

/** The statements that go to the pool from now on. */
export function watchLooks({ pool }: Pick<Database, 'pool'>): Seen[] {
  const looks: Seen[] = []
  const query = pool.query
  const watched = (...given: unknown[]) => {
    const { name = 'unnamed', values = [] } = given[0] as { name?: string; values?: readonly unknown[] }
    looks.push({ name, hashes: String(values[0]).split('x').length - 1 })
    return Reflect.apply(query, pool, given)
  }
  Object.assign(pool, { query: watched })
  return looks
}
