import { type Batches, createBatches, toByteaArray } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import { type CircumstancesReader, circumstanceColumns, type WrittenCircumstances } from './circumstances.ts'
import type { TokenDeps } from './deps.ts'
import type { Resolution } from './resolution.ts'
import { resolveRow } from './resolve-row.ts'
import { resolvedRows, reviveRow, type WrittenRow } from './resolved-row.ts'

type Deps = Pick<TokenDeps, 'database' | 'clock' | 'format'>

/** Secrets that come together are looked up together: one look of a batch costs little more than one of a single secret. */
const TOGETHER = { size: 16, connections: 2, mostWaiting: 1_024, patienceMilliseconds: 1_500 }

/**
 * From the secret to the token, or the reason why not. Every answer is read from the database, in a look that begins after
 * it was asked for: a revocation, a lost role or a tightened policy holds on the next call.
 */
export function createResolver(
  deps: Deps,
  readCircumstances: CircumstancesReader,
): {
  /** @throws where the database does not answer; that is never "inactive" */
  resolve(secret: string): Promise<Resolution>
  close(): void
} {
  const looks: Batches<string, Resolution> = createBatches(TOGETHER, (secrets) =>
    lookUp(deps, readCircumstances, secrets),
  )
  return {
    // A bad checksum is no token: nothing is looked for.
    resolve: async (secret) => (deps.format.isTokenShaped(secret) ? await looks.ask(secret) : MALFORMED),
    close: looks.close,
  }
}

const MALFORMED: Resolution = { active: false, reason: 'malformed' }
const UNKNOWN: Resolution = { active: false, reason: 'unknown' }

/** All at one moment, and in one round trip. */
async function lookUp(
  { database, clock }: Deps,
  readCircumstances: CircumstancesReader,
  secrets: readonly string[],
): Promise<Resolution[]> {
  const now = clock()
  const hashes = secrets.map((secret) => sha256(secret).toString('hex'))
  const { rows } = await database.pool.query<Look>({ ...LOOK_UP, values: [toByteaArray(hashes), now] })
  const [look = NOTHING] = rows
  const circumstances = readCircumstances(look)
  const found = new Map(look.tokens?.map((row) => [row.position, row]))
  return secrets.map((_, index) => {
    const row = found.get(index + 1)
    return row === undefined ? UNKNOWN : resolveRow(reviveRow(row), circumstances, now)
  })
}

type Look = WrittenCircumstances & {
  /** `position`: of its secret among those that were asked for, from 1. */
  readonly tokens: readonly (WrittenRow & { position: number })[] | null
}

const NOTHING: Look = { tokens: null, policies: null, modules: null }

const LOOK_UP = {
  name: 'resolve-token',
  text: `select (${resolvedRows('$1')}) as tokens, ${circumstanceColumns('$2::timestamptz')}`,
}
