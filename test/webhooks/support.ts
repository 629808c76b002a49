import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { OPERATOR } from '../../src/audit/index.ts'
import { WEBHOOK_EVENTS } from '../../src/webhooks/event.ts'
import { freshRooms, type TestRooms } from '../support/server.ts'

/** Lets webhooks reach what listens on this machine. */
export const LOOPBACK = { PATMINT_WEBHOOK_NETWORKS: '127.0.0.0/8' }

export type Received = {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly message: {
    readonly type: string
    readonly timestamp: string
    readonly data: Record<string, unknown>
  }
}

type Answer = (response: ServerResponse, count: number) => unknown

export type Receiver = {
  readonly url: string
  readonly received: readonly Received[]
  /** What it answers from now on. */
  answerWith(answer: Answer): void
  /** Waits until this many have come. */
  waitFor(count: number): Promise<readonly Received[]>
  close(): Promise<void>
}

/** A real HTTP server on a loopback port, as somebody who listens to webhooks has one. */
export async function openReceiver(answer: Answer = (response) => response.writeHead(204).end()) {
  const received: Received[] = []
  let present = answer
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString('utf8')
      received.push({ headers: request.headers, body, message: JSON.parse(body) })
      present(response, received.length)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answerWith(next) {
      present = next
    },
    async waitFor(count) {
      await until(() => received.length >= count)
      return received
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}

/** Asks until it is so; a test's own time limit ends it where it never is. */
export async function until(isTrue: () => unknown): Promise<void> {
  while (!(await isTrue())) await sleep(15)
}

/** As a receiver does it. @throws where the signature is not good, or the message too old */
export const verify = (secret: string, { body, headers }: Received): unknown =>
  new Webhook(secret).verify(body, headers as Record<string, string>)

/** Rooms that send to loopback addresses, and a receiver that is told everything. */
export async function freshWebhook(environment: Record<string, string> = {}) {
  const receiver = await openReceiver()
  const rooms = await freshRooms({ ...LOOPBACK, ...environment })
  const { webhook, secret } = await rooms.webhooks.register(OPERATOR, {
    url: receiver.url,
    description: 'Everything',
    events: WEBHOOK_EVENTS,
  })
  await rooms.webhooks.startDelivery()
  return {
    rooms,
    receiver,
    webhook,
    secret,
    async close() {
      await rooms.close()
      await receiver.close()
    },
  }
}

/** What is to be tried again later is tried now. @returns how many seconds it would have waited */
export async function hasten({ database }: TestRooms): Promise<number> {
  const sql = `update patmint_jobs.job j set start_after = now() from patmint_jobs.job before
    where j.id = before.id and j.name = 'webhooks' and j.state = 'created' and j.start_after > now()
    returning extract(epoch from before.start_after - before.created_on)::int as seconds`
  let seconds: number | undefined
  await until(async () => {
    const { rows } = await database.pool.query<{ seconds: number }>(sql)
    seconds = rows[0]?.seconds
    return seconds !== undefined
  })
  return seconds ?? 0
}

/** The endpoint's newest delivery. */
export async function newestDelivery({ webhooks }: TestRooms, webhookId: string) {
  const { deliveries } = await webhooks.listDeliveries(webhookId)
  const [newest] = deliveries
  if (newest === undefined) throw new Error('there is no delivery')
  return newest
}
