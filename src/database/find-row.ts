import type { EntitySchema, EntityManager as Executor } from 'typeorm'
import { ask } from './ask.ts'

/**
 * The row that has this value in a unique column, without what is only read where it is asked for. For the hot path: TypeORM
 * builds its statement each time, and PostgreSQL plans it.
 */
export async function findRow<Row extends object, Found extends Partial<Row>>(
  tx: Executor,
  entity: EntitySchema<Row>,
  field: keyof Row & string,
  value: unknown,
): Promise<Found | undefined> {
  const [row] = await ask<Found>(tx, { ...statementOf(tx, entity, field), values: [value] })
  return row
}

type Prepared = { readonly name: string; readonly text: string }

const prepared = new WeakMap<object, Map<string, Prepared>>()

function statementOf(tx: Executor, entity: object, field: string): Prepared {
  const ofEntity = prepared.get(entity) ?? new Map<string, Prepared>()
  prepared.set(entity, ofEntity)
  const statement = ofEntity.get(field) ?? prepare(tx, entity, field)
  ofEntity.set(field, statement)
  return statement
}

function prepare(tx: Executor, entity: object, field: string): Prepared {
  const { tableName: table, columns } = tx.connection.getMetadata(entity as EntitySchema)
  const read = columns.filter(({ isSelect }) => isSelect)
  const names = read.map(({ databaseName, propertyName }) => `"${databaseName}" as "${propertyName}"`)
  const key = columns.find(({ propertyName }) => propertyName === field)?.databaseName
  return {
    name: `find-${table}-by-${key}`,
    text: `select ${names.join(', ')} from "${table}" where "${key}" = $1`,
  }
}
