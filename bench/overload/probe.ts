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

/** On connections that are there before the others come. @throws where an answer is neither the right one nor 503 */
export async function openProbe(url: string, question: Question, secrets: readonly string[]) {
  // Each of those who ask has a connection of its own: who was refused on it waits, and nobody else comes on it meanwhile.
  const agents = Array.from({ length: AT_ONCE }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
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
  const atOnce = (work: (agent: Agent) => Promise<unknown>) => Promise.all(agents.map(work))
  await atOnce(one)
  return {
    async measure(seconds: number): Promise<Probed> {
      const [accepted, refused]: [number[], number[]] = [[], []]
      const until = performance.now() + seconds * 1_000
      await atOnce(async (agent) => {
        while (performance.now() < until) {
          const { took, isAccepted } = await one(agent)
          if (isAccepted) accepted.push(took)
          else refused.push(took)
          // As long as it was asked to wait, or a moment.
          await sleep(isAccepted ? PAUSE_MILLISECONDS : 1_000)
        }
      })
      return { accepted, refused }
    },
    close() {
      for (const agent of agents) agent.destroy()
    },
  }
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
