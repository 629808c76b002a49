import { type Database, toByteaArray } from '../database/index.ts'
import type { Policies } from '../policy/index.ts'
import { type Circumstances, circumstanceColumns, readCircumstances } from './circumstances.ts'
import { createHeld } from './held.ts'
import type { Resolution } from './resolution.ts'
import { resolveRow } from './resolve-row.ts'
import { RESOLVED_COLUMN, readResolvedRow, resolvedFrom } from './resolved-row.ts'
import { REVISION } from './revision.ts'

/** What else somebody wants to know of the same moment, as long as its revision covers it: see `revision.ts`. */
export type Beside<Known> = {
  /** Of the prepared statements. */
  readonly name: string
  /** Columns that may have one placeholder, `$3`. */
  readonly columns: readonly string[]
  /** What is known of that revision; `undefined` where it has to be read. */
  find(revision: string, wanted: readonly string[]): Known | undefined
  hold(revision: string, wanted: readonly string[], values: Values): Known
}

export type Asked = {
  /** SHA-256 of the tokens' secrets, in hex. */
  readonly hashes: readonly string[]
  readonly now: Date
  /** For the placeholder of whoever looks beside. */
  readonly wanted?: readonly string[]
}

/** What was found, all of one moment. */
export type Look<Known> = {
  /** @param index of its hash among those that were asked for. @throws on a row that no code of ours has written */
  resolve(index: number): Resolution
  readonly beside: Known
}

/** As texts. */
type Values = readonly (string | null)[]

/**
 * Looks tokens up, with all that decides what they are worth. The database is asked for every one of them, in one statement
 * that reads one moment. Policies and catalogue are for all tokens the same and change seldom: the statement says which
 * revision they are in, and only where we know another one do we ask again, that time for everything. So nothing is ever answered
 * from what was true before.
 */
export function createTokenLooks({
  database,
  policies,
}: {
  database: Pick<Database, 'pool'>
  policies: Pick<Policies, 'bookOf'>
}) {
  const held = createHeld<Circumstances>()
  const hold = (revision: string, now: Date, values: Values) => {
    const { circumstances, until } = readCircumstances(policies, values)
    return held.hold(revision, now, until, circumstances)
  }
  return async <Known>(beside: Beside<Known>, asked: Asked): Promise<Look<Known>> => {
    const { wanted = [], now } = asked
    const rows = await read(database, shortLook(beside), asked)
    const revision = revisionOf(rows)
    const [circumstances, known] = [held.find(revision, now), beside.find(revision, wanted)]
    if (circumstances !== undefined && known !== undefined) return toLook(rows, circumstances, known, now)
    const all = await read(database, wholeLook(beside), asked)
    const further = all[0]?.slice(OWN.length) ?? []
    const newRevision = revisionOf(all)
    return toLook(
      all,
      hold(newRevision, now, further),
      beside.hold(newRevision, wanted, further.slice(CIRCUMSTANCES.length)),
      now,
    )
  }
}

/** Each as texts: what the driver would make of them is made of less here. */
async function read(
  { pool }: Pick<Database, 'pool'>,
  { name, text, parameters }: Statement,
  { hashes, now, wanted = [] }: Asked,
): Promise<readonly Values[]> {
  const { rows } = await pool.query<(string | null)[]>({
    name,
    text,
    values: [toByteaArray(hashes), now, wanted].slice(0, parameters),
    rowMode: 'array',
    types: TEXTS,
  })
  return rows
}

const TEXTS = { getTypeParser: () => (text: string) => text }

type Statement = { readonly name: string; readonly text: string; readonly parameters: number }

const OWN = [REVISION, RESOLVED_COLUMN]
const CIRCUMSTANCES = circumstanceColumns('$2::timestamptz')

const statementOf = (columns: readonly string[]): string => `
  select ${[...OWN, ...columns].join(', ')} from ${resolvedFrom('$1')} order by asked.position`

const SHORT = statementOf([])

const shortLook = ({ name }: Beside<unknown>): Statement => ({ name, text: SHORT, parameters: 1 })

function wholeLook({ name, columns }: Beside<unknown>): Statement {
  const once = [...CIRCUMSTANCES, ...columns].map((column) => `case when ${IS_FIRST} then ${column} end`)
  return { name: `${name}-anew`, text: statementOf(once), parameters: columns.length === 0 ? 2 : 3 }
}

/** What is the same for all of them is said once. */
const IS_FIRST = 'coalesce(asked.position, 1) = 1'

const revisionOf = (rows: readonly Values[]): string => rows[0]?.[0] ?? ''

function toLook<Known>(
  rows: readonly Values[],
  circumstances: Circumstances,
  beside: Known,
  now: Date,
): Look<Known> {
  return {
    beside,
    resolve(index) {
      const row = rows[index]?.[1] ?? null
      return row === null ? UNKNOWN : resolveRow(readResolvedRow(row), circumstances, now)
    },
  }
}

const UNKNOWN: Resolution = { active: false, reason: 'unknown' }

export type TokenLooks = ReturnType<typeof createTokenLooks>
