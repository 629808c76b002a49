import type { Client } from 'pg'
import { on } from '../lib/bench.ts'

export type Size = { readonly rows: number; readonly heap: number; readonly indexes: number }

const TABLES = ['personal_access_token', 'audit_event', 'token_usage', 'account'] as const

/** Rows, and bytes of each: in the table, and in all its indexes. */
export const readSizes = (url: string): Promise<Map<string, Size>> =>
  on(url, async (client) => {
    const sizes = new Map<string, Size>()
    for (const table of TABLES) sizes.set(table, await readSize(client, table))
    return sizes
  })

async function readSize(client: Client, table: string): Promise<Size> {
  const { rows } = await client.query<{ rows: string; heap: string; indexes: string }>(
    `select (select count(*) from ${table}) as rows, pg_table_size('${table}') as heap, pg_indexes_size('${table}') as indexes`,
  )
  const [row] = rows
  const count = Math.max(1, Number(row?.rows))
  return { rows: count, heap: Number(row?.heap) / count, indexes: Number(row?.indexes) / count }
}
