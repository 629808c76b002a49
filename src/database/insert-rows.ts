import type { EntitySchema, EntityManager as Executor } from 'typeorm'
import { ask } from './ask.ts'

/**
 * Writes rows in one statement, however many. They travel as one JSON value, by the columns that the table has: neither the
 * statement nor what is prepared of it depends on how many they are.
 */
export async function insertRows<Row extends object>(
  tx: Executor,
  entity: EntitySchema<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const { text, columns, table } = describe(tx, entity)
  const written = rows.map((row) => write(row, columns))
  await ask(tx, { name: `insert-${table}`, text, values: [JSON.stringify(written)] })
}

type Described = {
  readonly table: string
  readonly text: string
  /** The names of the row's fields, and of the columns that they are in. */
  readonly columns: readonly (readonly [field: string, column: string])[]
}

const described = new WeakMap<object, Described>()

function describe(tx: Executor, entity: EntitySchema<never> | object): Described {
  const known = described.get(entity)
  if (known !== undefined) return known
  const { tableName: table, columns } = tx.connection.getMetadata(entity as EntitySchema)
  const names = columns.map(({ databaseName }) => `"${databaseName}"`).join(', ')
  const text = `insert into "${table}" (${names}) select ${names} from json_populate_recordset(null::"${table}", $1)`
  const made = { table, text, columns: columns.map((c) => [c.propertyName, c.databaseName] as const) }
  described.set(entity, made)
  return made
}

/** What is null is left out: a column that nothing is said of is null. Half of a new token is. */
function write(row: object, columns: Described['columns']): object {
  const written: Record<string, unknown> = {}
  for (const [field, column] of columns) {
    const value = (row as Record<string, unknown>)[field]
    if (value !== null && value !== undefined) written[column] = toJson(value)
  }
  return written
}

/** `bytea` has no JSON of its own, but a text. */
const toJson = (value: unknown): unknown => (Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : value)
