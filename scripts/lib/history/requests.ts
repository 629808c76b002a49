import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Send } from './client.ts'
import type { Operation } from './history.ts'
import type { World } from './set-up.ts'

export type Token = { readonly number: number; readonly id: string; readonly secret: string }

export type Way = 'revoke' | 'revoke itself' | 'rotate'

type Deps = {
  readonly send: Send
  readonly world: World
  readonly urls: readonly string[]
  readonly record: (operation: Operation) => void
}

const PAUSE_MILLISECONDS = 10
const JSON_BODY = { 'content-type': 'application/json' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

export type Requests = ReturnType<typeof createRequests>

/** The requests of which a history is made; each is recorded, whatever comes of it. */
export function createRequests({ send, world, urls, record }: Deps) {
  let count = 0
  const program = { authorization: world.program }

  async function timed<Result>(
    given: Pick<Operation, 'kind' | 'token' | 'node'>,
    act: (url: string) => Promise<{ outcome: Operation['outcome']; result: Result }>,
  ): Promise<Result> {
    const startedAt = performance.now()
    const { outcome, result } = await act(urls[given.node] ?? '')
    record({ ...given, startedAt, endedAt: performance.now(), outcome })
    // A node that is down refuses within no time: without a pause a history would be of nothing else.
    if (outcome === 'no answer') await sleep(PAUSE_MILLISECONDS)
    return result
  }

  return {
    mint: (node: number): Promise<Token | undefined> => {
      const number = ++count
      return timed({ kind: 'mint', token: number, node }, async (url) => {
        const body = JSON.stringify({ name: 'ci', scopes: ['tracker:read', 'patmint:write'] })
        const headers = { ...program, ...JSON_BODY }
        const answer = await send(`${url}/api/v1/tokens`, { method: 'POST', headers, body })
        return { outcome: outcomeOf(answer, 201), result: tokenIn(answer, number) }
      })
    },

    introspect: (node: number, { number, secret }: Token): Promise<void> =>
      timed({ kind: 'introspect', token: number, node }, async (url) => {
        const headers = { authorization: world.caller, ...FORM }
        const answer = await send(`${url}/introspect`, { method: 'POST', headers, body: `token=${secret}` })
        const isTold =
          answer !== 'no answer' && answer.status === 200 && typeof answer.body['active'] === 'boolean'
        const told = isTold && answer.body['active'] === true ? 'active' : 'inactive'
        return { outcome: isTold ? told : outcomeOf(answer), result: undefined }
      }),

    /** @returns whether it is known to be over, and the token that took its place */
    end: (node: number, token: Token, way: Way): Promise<{ isOver: boolean; successor: Token | undefined }> =>
      timed({ kind: 'end', token: token.number, node }, async (url) => {
        const [method, path, status] = WAYS[way](token.id)
        const headers = way === 'revoke itself' ? { authorization: `Bearer ${token.secret}` } : program
        const given =
          way === 'rotate' ? { headers: { ...headers, ...JSON_BODY }, body: '{"when":"now"}' } : { headers }
        const answer = await send(`${url}/api/v1/tokens/${path}`, { method, ...given })
        const outcome = outcomeOf(answer, status)
        const successor = way === 'rotate' && outcome === 'done' ? tokenIn(answer, ++count) : undefined
        return { outcome, result: { isOver: outcome === 'done', successor } }
      }),
  }
}

const WAYS: Record<Way, (id: string) => [method: string, path: string, status: number]> = {
  revoke: (id) => ['DELETE', id, 204],
  'revoke itself': () => ['DELETE', 'self', 204],
  rotate: (id) => ['POST', `${id}/rotate`, 201],
}

function outcomeOf(answer: Answer, done?: number): Operation['outcome'] {
  if (answer === 'no answer') return answer
  if (answer.status === done) return 'done'
  if (answer.status === 503) return 'unavailable'
  return { wrong: `${answer.status} ${JSON.stringify(answer.body['code'] ?? answer.body['error'])}` }
}

function tokenIn(answer: Answer, number: number): Token | undefined {
  if (answer === 'no answer') return undefined
  const { token, secret } = answer.body as { token?: { id: string }; secret?: string }
  return token === undefined || secret === undefined ? undefined : { number, id: token.id, secret }
}
