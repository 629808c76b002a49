import { setTimeout as sleep } from 'node:timers/promises'
import { type Batches, DatabaseUnavailable, isDatabaseFault, TooManyWaiting } from '../database/index.ts'
import type { Log } from '../lib/index.ts'
import { type Budget, RateLimited, type RateLimits, toRateLimitHeaders } from '../rate-limit/index.ts'
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

/** Who asks what, where from, and what was found about it. */
type Asked = {
  readonly question: Question
  readonly found: Found
  readonly from: From
}

/** What is answered to whom; `clientId`: of a client that there is. */
export type Answered = { readonly answer: Answer; readonly clientId: string | undefined }

/** Tells once: whatever goes wrong is an answer. */
export type Answerer = (question: Question, from: From, tell: (answered: Answered) => void) => void

export function createAnswerer(deps: AnswererDeps): Answerer {
  return (question, from, tell) => {
    deps.batches.ask(question).then(
      (found) => {
        const clientId = found.caller?.id
        const answer = answerFound(deps, { question, found, from })
        if (answer instanceof Promise) void answer.then((late) => tell({ answer: late, clientId }))
        else tell({ answer, clientId })
      },
      (error: unknown) =>
        tell({ answer: answerFault(deps, error, { ...from, clientId: undefined }), clientId: undefined }),
    )
  }
}

/** Nothing is waited for that is not there to be waited for: that is most of what this costs. */
function answerFound(deps: AnswererDeps, asked: Asked): Answer | Promise<Answer> {
  const fail = (error: unknown) =>
    answerFault(deps, error, { ...asked.from, clientId: asked.found.caller?.id })
  try {
    const answer = decideFound(deps, asked)
    return answer instanceof Promise ? answer.catch(fail) : answer
  } catch (error) {
    return fail(error)
  }
}

/** @throws {RateLimited} */
function decideFound(deps: AnswererDeps, asked: Asked): Answer | Promise<Answer> {
  const caller = authenticate(asked.found)
  if (caller === undefined) return refuseClient(deps, asked)
  const counting = deps.rateLimits.countIntrospection(caller.id)
  return counting === undefined
    ? answerCaller(deps, caller, asked)
    : counting.then((budget) => answerCaller(deps, caller, asked, budget))
}

/** It counts against the address. @throws {RateLimited} */
async function refuseClient(deps: AnswererDeps, { question, found, from }: Asked): Promise<Answer> {
  deps.refusals.count('invalid_client', () => ({ ...from, clientId: found.caller?.id }))
  await deps.rateLimits.countFailure(from.address)
  return unauthenticated(deps.config.issuer, question.byHeader)
}

function answerCaller(
  deps: AnswererDeps,
  caller: Caller,
  asked: Asked,
  budget?: Budget,
): Answer | Promise<Answer> {
  const { question, found, from } = asked
  const headers = budget === undefined ? undefined : toRateLimitHeaders(budget)
  const verdict = decide(deps.config.issuer, caller, question, found)
  deps.tokens.countIntrospection(verdict.result)
  if (verdict.result !== 'active') {
    deps.refusals.count(verdict.result, () => ({ ...from, clientId: caller.id }))
    return { ...INACTIVE, headers }
  }
  const answer: Answer = { status: 200, body: verdict.claims, headers }
  const recorded = recordUse(deps, verdict.live, caller, asked)
  return recorded === undefined ? answer : recorded.then(() => answer)
}

/** A first use that is another token's end is written before it is answered; the rest of it is collected in memory. */
function recordUse(
  { tokens, patienceMilliseconds }: AnswererDeps,
  { token }: Live,
  caller: Caller,
  { question, from }: Asked,
): Promise<void> | undefined {
  const use = { tokenId: token.id, clientId: caller.id, address: question.presenter ?? from.address }
  if (token.firstUseIsDue)
    return inTime(tokens.recordFirstUse(token), patienceMilliseconds).then(() => tokens.touch(use))
  tokens.touch(use)
  return undefined
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
    return { ...unavailable(error.message, error.retryAfterSeconds), isOverload: true }
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
