import { type Client, hasTwoSecrets } from '../clients/index.ts'
import type { Database } from '../database/index.ts'
import { type Clock, sha256 } from '../lib/index.ts'
import type { Policies } from '../policy/index.ts'
import type { Module } from '../scopes/index.ts'
import { type Resolution, resolveRow, reviveRow, type Tokens } from '../tokens/index.ts'
import { type ClientRow, introspectionStore, type Look } from './introspection-store.ts'
import type { Question } from './question.ts'

export type LookUpDeps = {
  readonly database: Pick<Database, 'pool'>
  readonly clock: Clock
  readonly policies: Pick<Policies, 'bookOf'>
  readonly tokens: Pick<Tokens, 'isTokenShaped'>
}

/** A client that is there and not switched off, with the secrets that are good at the moment of the look. */
export type Caller = Pick<
  Client,
  'id' | 'kind' | 'authMethod' | 'audience' | 'secretHash' | 'previousSecretHash'
> & {
  readonly modules: readonly Pick<Module, 'name' | 'actions'>[]
}

/** What was found out about a question. `at` is the moment of the look. */
export type Found = {
  readonly caller: Caller | undefined
  readonly at: Date
  /** Asked only where the caller turns out to be who it says. @throws on a row that no code of ours has written */
  resolution(): Resolution
}

/** Looks up what decides several questions, all at one moment. @throws where the database does not answer */
export function createLookUp(deps: LookUpDeps, patienceMilliseconds: number) {
  const { clock, policies, tokens } = deps
  const store = introspectionStore(deps.database, patienceMilliseconds)
  return async (questions: readonly Question[]): Promise<Found[]> => {
    const now = clock()
    const hashes: string[] = []
    // A bad checksum is no token: nothing is looked for.
    const positions = questions.map(({ token }) =>
      tokens.isTokenShaped(token) ? hashes.push(sha256(token).toString('hex')) : undefined,
    )
    const clientIds = [...new Set(questions.map(({ clientId }) => clientId))]
    const look = await store.look({ clientIds, hashes, now })
    const callers = new Map((look.clients ?? []).map((row) => [row.id, toCaller(row, now)]))
    const resolve = createResolve(look, policies, now)
    return questions.map(({ clientId }, index) => {
      const position = positions[index]
      return {
        caller: callers.get(clientId),
        at: now,
        resolution: () => (position === undefined ? MALFORMED : resolve(position)),
      }
    })
  }
}

const MALFORMED: Resolution = { active: false, reason: 'malformed' }
const UNKNOWN: Resolution = { active: false, reason: 'unknown' }

/** Policies and catalogue are read once for the batch, of which they are the same for all. */
function createResolve(look: Look, policies: LookUpDeps['policies'], now: Date) {
  const rows = new Map((look.tokens ?? []).map((row) => [row.position, row]))
  const circumstances = { book: policies.bookOf(look.policies ?? []), modules: look.modules ?? [], now }
  return (position: number): Resolution => {
    const row = rows.get(position)
    return row === undefined ? UNKNOWN : resolveRow(reviveRow(row), circumstances)
  }
}

function toCaller(row: ClientRow, now: Date): Caller {
  const { id, kind, authMethod, audience } = row
  const previousSecretEndsAt = row.previousSecretEndsAt === null ? null : new Date(row.previousSecretEndsAt)
  return {
    id,
    kind,
    authMethod,
    audience,
    modules: row.modules ?? [],
    secretHash: toHash(row.secretHash),
    previousSecretHash: hasTwoSecrets({ previousSecretEndsAt }, now) ? toHash(row.previousSecretHash) : null,
  }
}

const toHash = (hex: string | null): Buffer | null => (hex === null ? null : Buffer.from(hex, 'hex'))
