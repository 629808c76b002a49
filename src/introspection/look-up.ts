import type { Database } from '../database/index.ts'
import { type Clock, memoize, sha256 } from '../lib/index.ts'
import { type Resolution, resolveRow, reviveRow, type Tokens } from '../tokens/index.ts'
import { type Caller, createCallersReader } from './callers.ts'
import { introspectionStore, type Look } from './introspection-store.ts'
import type { Question } from './question.ts'

export type LookUpDeps = {
  readonly database: Pick<Database, 'pool'>
  readonly clock: Clock
  readonly tokens: Pick<Tokens, 'isTokenShaped' | 'readCircumstances'>
}

/** What was found out about a question. `at` is the moment of the look. */
export type Found = {
  readonly caller: Caller | undefined
  readonly at: Date
  /** SHA-256 of the client secret that was presented. */
  presentedHash(): Buffer
  /** Asked only where the caller turns out to be who it says. @throws on a row that no code of ours has written */
  resolution(): Resolution
}

/** Looks up what decides several questions, all at one moment. @throws where the database does not answer */
export function createLookUp(deps: LookUpDeps, patienceMilliseconds: number) {
  const { clock, tokens } = deps
  const store = introspectionStore(deps.database, patienceMilliseconds)
  const readCallers = createCallersReader()
  return async (questions: readonly Question[]): Promise<Found[]> => {
    const now = clock()
    const hashes: string[] = []
    // A bad checksum is no token: nothing is looked for.
    const positions = questions.map(({ token }) =>
      tokens.isTokenShaped(token) ? hashes.push(sha256(token).toString('hex')) : undefined,
    )
    const clientIds = [...new Set(questions.map(({ clientId }) => clientId))]
    const look = await store.look({ clientIds, hashes, now })
    const callers = readCallers(look.clients)
    const resolve = createResolve(look, tokens, now)
    // Those who ask at the same time are few, and ask with the same secret.
    const hashOf = memoize(questions.length, sha256)
    return questions.map(({ clientId, clientSecret }, index) => {
      const position = positions[index]
      return {
        caller: callers.get(clientId),
        at: now,
        presentedHash: () => hashOf(clientSecret),
        resolution: () => (position === undefined ? MALFORMED : resolve(position)),
      }
    })
  }
}

const MALFORMED: Resolution = { active: false, reason: 'malformed' }
const UNKNOWN: Resolution = { active: false, reason: 'unknown' }

/** Policies and catalogue are the same for all of a batch. */
function createResolve(look: Look, tokens: LookUpDeps['tokens'], now: Date) {
  const rows = new Map((look.tokens ?? []).map((row) => [row.position, row]))
  const circumstances = tokens.readCircumstances(look)
  return (position: number): Resolution => {
    const row = rows.get(position)
    return row === undefined ? UNKNOWN : resolveRow(reviveRow(row), circumstances, now)
  }
}
