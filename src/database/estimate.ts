import type { Executor } from './database.ts'

/** How many rows PostgreSQL expects of a query, by its statistics and without running it. */
export async function estimateRows(tx: Executor, query: string, values: unknown[]): Promise<number> {
  const [row]: { 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }[] = await tx.query(
    `explain (format json) ${query}`,
    values,
  )
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}
