import { ask, type Executor } from '../database/index.ts'
import type { InForceRow, Policies, PolicyBook } from '../policy/index.ts'
import { inForceUntil, policiesAsJson } from './circumstances.ts'
import { createHeld } from './held.ts'
import { REVISION } from './revision.ts'

type Statement = {
  /** Of the prepared statements. */
  readonly name: string
  /** Columns, each with its name. */
  readonly columns: readonly string[]
  readonly values: readonly unknown[]
}

/** Reads what is judged by policies, and the policies that are in force at that moment. */
export type BookInForce = {
  ask<Row extends object>(tx: Executor, statement: Statement, now: Date): Promise<readonly [Row, PolicyBook]>
}

type Anew = { readonly policies: string | null; readonly until: number | null }

/**
 * The policies are many times what one list has to be judged by, and change seldom: each statement says which revision they are in,
 * and where that is another one it is asked again, with them.
 */
export function createBookInForce({ policies }: { policies: Pick<Policies, 'bookOf'> }): BookInForce {
  const held = createHeld<PolicyBook>()
  return {
    async ask<Row extends object>(tx: Executor, { name, columns, values }: Statement, now: Date) {
      type Read = Row & { readonly revision: string }
      const own = [`${REVISION} as revision`, ...columns]
      const row = await askRow<Read>(tx, { name, text: `select ${own.join(', ')}`, values })
      const known = held.find(row.revision, now)
      if (known !== undefined) return [row, known]
      const at = `$${values.length + 1}::timestamptz`
      const more = [`${policiesAsJson(at)} as policies`, `${inForceUntil(at)} as until`]
      const anew = await askRow<Read & Anew>(tx, {
        name: `${name}-anew`,
        text: `select ${[...own, ...more].join(', ')}`,
        values: [...values, now],
      })
      const book = policies.bookOf(JSON.parse(anew.policies ?? '[]') as InForceRow[])
      return [anew, held.hold(anew.revision, now, anew.until, book)]
    },
  }
}

async function askRow<Row extends object>(
  tx: Executor,
  statement: { name: string; text: string; values: readonly unknown[] },
): Promise<Row> {
  const [row] = await ask<Row>(tx, statement)
  if (row === undefined) throw new Error('a select without from has one row')
  return row
}
