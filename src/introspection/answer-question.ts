import { setTimeout as sleep } from 'node:timers/promises'
import { type Batches, DatabaseUnavailable, isDatabaseFault, TooManyWaiting } from '../database/index.ts'
import type { Log } from '../lib/index.ts'
import { RateLimited, type RateLimits, toRateLimitHeaders } from '../rate-limit/index.ts'
import type { Live, Tokens } from '../tokens/index.ts'
import { type Answer, BROKEN, INACTIVE, tooMany, unauthenticated, unavailable } from './answer.ts'
import type { Caller } from './callers.ts'
import { authenticate, decide } from './decide.ts'
import type { Found } from './look-up.ts'
import type { Question } from './question.ts'
import type { Example, Refusals } from './refusals.ts'

type AnswererDeps = {
  readonly config: { readonly issuer: string }
  readonly log: Log
  readonly tokens: Tokens
  readonly rateLimits: RateLimits
  readonly refusals: Refusals
  readonly batches: Batches<Question, Found>
  readonly patienceMilliseconds: number
}

type From = Omit<Example, 'clientId'>

/** Never rejects: whatever goes wrong is an answer. `clientId`: of a client that there is. */
export type Answerer = (
  question: Question,
  from: From,
) => Promise<{ readonly answer: Answer; readonly clientId: string | undefined }>

export function createAnswerer(deps: AnswererDeps): Answerer {
  return async (question, from) => {
    let clientId: string | undefined
    try {
      const found = await deps.batches.ask(question)
      clientId = found.caller?.id
      const caller = authenticate(found, question)
      const example = { ...from, clientId }
      const answer =
        caller === undefined
          ? await refuseClient(deps, question, example)
          : await answerCaller(deps, caller, { question, found, example })
      return { answer, clientId }
    } catch (error) {
      return { answer: answerFault(deps, error, { ...from, clientId }), clientId }
    }
  }
}

/** It counts against the address. @throws {RateLimited} */
async function refuseClient(
  { config, rateLimits, refusals }: AnswererDeps,
  { byHeader }: Question,
  example: Example,
): Promise<Answer> {
  refusals.count('invalid_client', () => example)
  await rateLimits.countFailure(example.address)
  return unauthenticated(config.issuer, byHeader)
}

/** @throws {RateLimited} */
async function answerCaller(
  deps: AnswererDeps,
  caller: Caller,
  { question, found, example }: { question: Question; found: Found; example: Example },
): Promise<Answer> {
  const budget = await deps.rateLimits.countIntrospection(caller.id)
  const verdict = decide(deps.config.issuer, caller, question, found)
  if (verdict.result === 'active') await recordUse(deps, verdict.live, question, example)
  else deps.refusals.count(verdict.result, () => example)
  deps.tokens.countIntrospection(verdict.result)
  const answer = verdict.result === 'active' ? { ...INACTIVE, body: verdict.claims } : INACTIVE
  return budget === undefined ? answer : { ...answer, headers: toRateLimitHeaders(budget) }
}

/** A first use that is another token's end is written before it is answered; the rest of it is collected in memory. */
async function recordUse(
  { tokens, patienceMilliseconds }: AnswererDeps,
  { token }: Live,
  { clientId, presenter }: Question,
  { address }: From,
): Promise<void> {
  if (token.firstUseIsDue) await inTime(tokens.recordFirstUse(token), patienceMilliseconds)
  tokens.touch({ tokenId: token.id, clientId, address: presenter ?? address })
}

async function inTime(work: Promise<void>, milliseconds: number): Promise<void> {
  const impatience = new AbortController()
  const late = sleep(milliseconds, undefined, { ref: false, signal: impatience.signal }).then(() => {
    throw new DatabaseUnavailable('the first use of a token was not recorded in time')
  })
  try {
    await Promise.race([work, late])
  } finally {
    late.catch(() => {})
    impatience.abort()
  }
}

/** Nobody can tell whether the token is good: that is never "inactive" (I13). */
function answerFault({ log, refusals }: AnswererDeps, error: unknown, example: Example): Answer {
  if (error instanceof TooManyWaiting) {
    refusals.count('overloaded', () => example)
    return unavailable(error.message, error.retryAfterSeconds)
  }
  if (error instanceof RateLimited) {
    refusals.count('rate', () => example)
    return tooMany(error)
  }
  if (isDatabaseFault(error)) {
    const isFirst = refusals.count('database_unavailable', () => example)
    if (isFirst) log.warn({ error }, 'the database does not answer an introspection')
    return unavailable('the database does not answer just now; try again in a few seconds', 2)
  }
  log.error({ requestId: example.requestId, error }, 'an introspection failed')
  return BROKEN
}
