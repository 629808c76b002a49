import type { Database } from '../../src/database/index.ts'

/** The names of the statements that go to the pool from now on, such as `introspect`. */
export function watchLooks({ pool }: Pick<Database, 'pool'>): string[] {
  const names: string[] = []
  const query = pool.query
  const watched = (...given: unknown[]) => {
    names.push((given[0] as { name?: string }).name ?? 'unnamed')
    return Reflect.apply(query, pool, given)
  }
  Object.assign(pool, { query: watched })
  return names
}
