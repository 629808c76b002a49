import { once } from 'node:events'
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'

export type Answer = { readonly status: number; readonly body: Record<string, unknown> } | 'no answer'

export type Send = (
  url: string,
  given: { method: string; headers: OutgoingHttpHeaders; body?: string },
) => Promise<Answer>

/** Longer than any answer may take, so that a node that hangs is found out. */
const PATIENCE_MILLISECONDS = 20_000

/** Connections are kept, as those of resource servers are. Nothing is sent twice: what was not answered, was not answered. */
export function createSend(): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true })
  const send: Send = async (url, { method, headers, body }) => {
    try {
      const sent = request(url, { method, headers, agent, timeout: PATIENCE_MILLISECONDS })
      sent.on('timeout', () => sent.destroy(new Error('too late')))
      sent.end(body)
      const [answer] = (await once(sent, 'response')) as [IncomingMessage]
      const text = (await answer.toArray()).join('')
      return {
        status: answer.statusCode ?? 0,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      }
    } catch {
      return 'no answer'
    }
  }
  return { send, close: () => agent.destroy() }
}
