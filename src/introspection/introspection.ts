import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createBatches } from '../database/index.ts'
import { createPace, SECOND } from '../lib/index.ts'
import type { RateLimits } from '../rate-limit/index.ts'
import type { Tokens } from '../tokens/index.ts'
import { write } from './answer.ts'
import { type Answered, type Answerer, createAnswerer } from './answer-question.ts'
import { createLookUp, type Found, type LookUpDeps } from './look-up.ts'
import { findPlainLength } from './plain-request.ts'
import { type Question, readQuestion } from './question.ts'
import { readBody } from './read-body.ts'
import { createRefusals } from './refusals.ts'
import { createWatch, type WatchDeps } from './watch.ts'

export type IntrospectionDeps = LookUpDeps &
  WatchDeps & {
    readonly config: {
      readonly issuer: string
      readonly databasePoolSize: number
      readonly introspectionLane: boolean
    }
    readonly rateLimits: RateLimits
    readonly tokens: Tokens
  }

/** The http room's half: what it alone knows of a request and says in every answer. */
type Host = {
  /** Names and values, in turn. */
  readonly headers: readonly string[]
  requestId(request: IncomingMessage): string
  address(request: IncomingMessage): string
}

export type Introspection = {
  /**
   * The same listener, with a lane in front of it: plain questions about our own tokens are answered there, from the
   * database and as the engine would; whatever else comes is passed on as it came.
   */
  inFrontOf(handle: RequestListener, host: Host): RequestListener
  close(): void
}

/** With a second's grace it is still "within two seconds" (W9) for a question that had to wait before. */
const PATIENCE_MILLISECONDS = 1_500
/**
 * With the four batches that are under way, three times what 64 connections ask at once: so nobody's answer takes more than three
 * times as long as theirs.
 */
const MOST_WAITING = 128
const BATCH_SIZE = 16

export function createIntrospection(deps: IntrospectionDeps): Introspection {
  const refusals = createRefusals(deps.log)
  const batches = createBatches<Question, Found>(
    {
      size: BATCH_SIZE,
      connections: connectionsOf(deps.config.databasePoolSize),
      mostWaiting: MOST_WAITING,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
    },
    createLookUp(deps, PATIENCE_MILLISECONDS),
  )
  const answerer = createAnswerer({ ...deps, refusals, batches, patienceMilliseconds: PATIENCE_MILLISECONDS })
  return {
    inFrontOf: (handle, host) =>
      deps.config.introspectionLane ? lane(deps, answerer, handle, host) : handle,
    close() {
      batches.close()
      refusals.close()
    },
  }
}

/**
 * Enough that the database always has a batch while others are read and answered: with more of them each is smaller, and costs
 * nearly as much. Half of the pool at the most: pages and the API have the other half, however many questions come.
 */
const connectionsOf = (poolSize: number): number => Math.max(2, Math.min(4, Math.ceil(poolSize / 2)))

function lane(
  deps: IntrospectionDeps,
  answerer: Answerer,
  handle: RequestListener,
  host: Host,
): RequestListener {
  const answer = createExchange(deps, answerer, host)
  return (request, response) => {
    const length = findPlainLength(request)
    if (length === undefined) return handle(request, response)
    readBody(request, length, (body) => {
      const question = readQuestion(request.headers, body)
      if (question !== undefined && deps.tokens.hasPrefix(question.token)) {
        request.resume()
        answer(request, response, question)
      } else {
        request.unshift(body)
        handle(request, response)
      }
    })
  }
}

/** As long as `TooManyWaiting` asks for, and 2,000 a second at the most. */
const pace = createPace({ pauseMilliseconds: SECOND, mostTogether: 20, turnMilliseconds: 10 })

/** What is called back is called once: an async function for each step would cost as much as deciding does. */
function createExchange(deps: IntrospectionDeps, answerer: Answerer, host: Host) {
  const watch = createWatch(deps)
  return (request: IncomingMessage, response: ServerResponse, question: Question): void => {
    const from = { requestId: host.requestId(request), address: host.address(request) }
    const watched = watch.begin(from, request)
    const tell = (answered: Answered): void => {
      const isGone = response.destroyed
      if (!isGone) write(response, host.headers, from.requestId, answered.answer)
      watch.end(watched, answered, isGone)
    }
    answerer(question, from, (answered) => {
      if (answered.answer.isOverload) pace(request.socket, () => tell(answered))
      else tell(answered)
    })
  }
}
