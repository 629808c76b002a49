import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { performance } from 'node:perf_hooks'
import { SECOND } from '../lib/index.ts'
import type { Outcome } from './delivery.ts'
import { describeFailure, describeStatus } from './failure-words.ts'
import {
  checkedLookup,
  findLiteralAddress,
  isAllowedAddress,
  TargetRefused,
  type TargetRules,
} from './target.ts'

/** For everything together: resolving, connecting, sending, and the answer. */
const PATIENCE = 10 * SECOND
/** More of an answer is not read. */
const MOST_ANSWER = 1_024

type Message = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** Sends a message once. Whatever goes wrong is an outcome too: it never throws. */
export async function post(rules: TargetRules, message: Message, patience = PATIENCE): Promise<Outcome> {
  const begun = performance.now()
  const took = () => Math.round(performance.now() - begun)
  const signal = AbortSignal.timeout(patience)
  try {
    const response = await send(rules, message, signal)
    const { statusCode: lastStatus = 0 } = response
    const answer = await readBeginning(response, signal)
    return { lastStatus, lastError: describeStatus(lastStatus), answer, durationMs: took() }
  } catch (error) {
    const lastError = describeFailure(signal.aborted ? signal.reason : error, patience)
    return { lastStatus: null, lastError, answer: null, durationMs: took() }
  }
}

/** Redirects are not followed: `node:http` never does. No connection is kept: a later one is checked anew. */
function send(rules: TargetRules, { url: given, headers, payload }: Message, signal: AbortSignal) {
  const url = new URL(given)
  const literal = findLiteralAddress(url)
  if (literal !== undefined && !isAllowedAddress(literal, rules)) throw new TargetRefused(literal)
  if (url.protocol !== 'https:' && !rules.allowsHttp) throw new Error('Only https:// is spoken here.')
  const options = { method: 'POST', headers, signal, agent: false, lookup: checkedLookup(rules) } as const
  return new Promise<IncomingMessage>((resolve, reject) => {
    const request: ClientRequest = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options)
    request.on('response', resolve)
    request.on('error', reject)
    request.end(payload)
  })
}

/** The status has decided already: an answer that breaks off, or never ends, changes nothing. */
async function readBeginning(response: IncomingMessage, signal: AbortSignal): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece)
      length += piece.length
      if (length >= MOST_ANSWER || signal.aborted) break
    }
  } catch {
    // What has come so far is what there is.
  } finally {
    response.destroy()
  }
  const text = Buffer.concat(pieces).subarray(0, MOST_ANSWER).toString('utf8')
  // No text of PostgreSQL's has a NUL in it.
  return text.replaceAll('\0', '')
}
