import { withPatience } from '../database/index.ts'
import { type Clock, memoize, sha256, sha256Hex } from '../lib/index.ts'
import type { Resolution, Tokens } from '../tokens/index.ts'
import { type Caller, createCallers } from './callers.ts'
import type { Question } from './question.ts'

export type LookUpDeps = {
  readonly clock: Clock
  readonly tokens: Pick<Tokens, 'isTokenShaped' | 'look'>
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
export function createLookUp({ clock, tokens }: LookUpDeps, patienceMilliseconds: number) {
  const callers = createCallers()
  return async (questions: readonly Question[]): Promise<Found[]> => {
    const now = clock()
    const hashes: string[] = []
    // A bad checksum is no token: nothing is looked for.
    const places = questions.map(({ token }) =>
      tokens.isTokenShaped(token) ? hashes.push(sha256Hex(token)) - 1 : undefined,
    )
    const wanted = [...new Set(questions.map(({ clientId }) => clientId))]
    const { resolve, beside } = await withPatience(patienceMilliseconds, () =>
      tokens.look(callers, { hashes, now, wanted }),
    )
    // Those who ask at the same time are few, and ask with the same secret.
    const hashOf = memoize(questions.length, sha256)
    return questions.map(({ clientId, clientSecret }, index) => {
      const place = places[index]
      return {
        caller: beside.get(clientId),
        at: now,
        presentedHash: () => hashOf(clientSecret),
        resolution: () => (place === undefined ? MALFORMED : resolve(place)),
      }
    })
  }
}

const MALFORMED: Resolution = { active: false, reason: 'malformed' }
