import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Question } from '../lib/load.ts'

/** What a client sees that asks now and then, while others ask as fast as they can: milliseconds to the end of the answer. */
export type Probed = {
  readonly accepted: readonly number[]
  readonly refused: readonly number[]
}

const AT_ONCE = 16
const PAUSE_MILLISECONDS = 10
/** Each of those who ask at once speaks for so many, who come one after the other: else there would be few answers where most are refused. */
const CONNECTIONS_EACH = 16
const RETRY_AFTER_MILLISECONDS = 1_000

type Connection = { readonly agent: Agent; restsUntil: number }

/** On connections that are there before the others come. @throws where an answer is neither the right one nor 503 */
export async function openProbe(url: string, question: Question, secrets: readonly string[]) {
  // Who was refused on a connection waits, and nobody else comes on it meanwhile.
  const queues = Array.from({ length: AT_ONCE }, () => Array.from({ length: CONNECTIONS_EACH }, connect))
  let at = 0
  const one = async (agent: Agent): Promise<{ took: number; isAccepted: boolean }> => {
    at += 1
    const body = (question.body ?? '').replace('{}', secrets[at % secrets.length] ?? '')
    const startedAt = performance.now()
    const { status, text } = await ask(agent, url, question, body)
    const isAccepted = status === 200 && text.startsWith('{"active":true')
    if (!isAccepted && status !== 503) throw new Error(`${status} ${text}`)
    return { took: performance.now() - startedAt, isAccepted }
  }
  const atOnce = (work: (queue: Connection[]) => Promise<unknown>) => Promise.all(queues.map(work))
  await atOnce(async (queue) => {
    for (const { agent } of queue) await one(agent)
  })
  return {
    async measure(seconds: number): Promise<Probed> {
      const [accepted, refused]: [number[], number[]] = [[], []]
      const until = performance.now() + seconds * 1_000
      await atOnce(async (queue) => {
        while (performance.now() < until) {
          const connection = await takeRested(queue)
          const { took, isAccepted } = await one(connection.agent)
          if (isAccepted) accepted.push(took)
          else refused.push(took)
          // As long as it was asked to wait.
          connection.restsUntil = performance.now() + (isAccepted ? 0 : RETRY_AFTER_MILLISECONDS)
          queue.push(connection)
          await sleep(PAUSE_MILLISECONDS)
        }
      })
      return { accepted, refused }
    },
    close() {
      for (const { agent } of queues.flat()) agent.destroy()
    },
  }
}

const connect = (): Connection => ({
  agent: new Agent({ keepAlive: true, maxSockets: 1 }),
  restsUntil: 0,
})

async function takeRested(queue: Connection[]): Promise<Connection> {
  const [next] = queue.splice(0, 1)
  if (next === undefined) throw new Error('there are no connections')
  await sleep(Math.max(0, next.restsUntil - performance.now()))
  return next
}

type Answer = { readonly status: number; readonly text: string }

function ask(agent: Agent, url: string, { path, method, headers }: Question, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const own = { ...headers, 'Content-Length': body.length }
    const asking = request(url + path, { method, agent, headers: own }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}
