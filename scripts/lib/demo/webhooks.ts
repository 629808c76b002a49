import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../../../src/assemble.ts'
import type { Actor } from '../../../src/audit/index.ts'
import { WEBHOOK_EVENTS } from '../../../src/webhooks/index.ts'
import type { Timeline } from './timeline.ts'

/** Something that listens: most of the time it is content, at `/moody` not always, and at `/gone` never more. */
export async function openReceiver(): Promise<{ url: string; close(): void }> {
  let count = 0
  const server = createServer((request, response) => {
    request.resume()
    count += 1
    const isMoody = request.url === '/moody' && count % 3 === 0
    if (request.url === '/gone') response.writeHead(410).end('This project has ended.')
    else if (isMoody) response.writeHead(503).end('Too busy just now.')
    else response.writeHead(204).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

/** Programs that are told: one of all, one of what needs somebody's attention, one that wants no more. */
export function planWebhooks(timeline: Timeline, { webhooks }: Services, by: Actor, url: string): void {
  timeline.at(20, () =>
    webhooks.register(by, {
      url: `${url}/events`,
      description: 'Security monitoring',
      events: WEBHOOK_EVENTS,
    }),
  )
  timeline.at(15, () =>
    webhooks.register(by, {
      url: `${url}/moody`,
      description: 'Chat: #tokens',
      events: ['token.minted', 'token.expiring', 'token.expired', 'token.leaked'],
    }),
  )
  timeline.at(9, () =>
    webhooks.register(by, {
      url: `${url}/gone`,
      description: 'Pager of the old team',
      events: ['token.revoked', 'token.leaked'],
    }),
  )
  timeline.at(4, async () => {
    const [monitoring] = await webhooks.list()
    if (monitoring !== undefined) await webhooks.rotateSecret(by, monitoring.id, { overlap: 'week' })
  })
}

const PATIENCE_MILLISECONDS = 20_000

/** Sends what has gathered, and waits until each was tried once. */
export async function deliverAll({ webhooks, tokens }: Services): Promise<void> {
  await tokens.tellEnds()
  await webhooks.startDelivery()
  const end = Date.now() + PATIENCE_MILLISECONDS
  while (Date.now() < end) {
    const all = await webhooks.list()
    const pages = await Promise.all(
      all.map(({ id }) => webhooks.listDeliveries(id, { state: 'pending', limit: 1_000 })),
    )
    if (pages.every(({ deliveries }) => deliveries.every(({ attempts }) => attempts > 0))) return
    await sleep(100)
  }
}
