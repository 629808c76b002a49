import { once } from 'node:events'
import { createServer as createHttpServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import type { Pool } from 'pg'
import type { Services } from '../src/assemble.ts'
import { createServer } from '../src/http/index.ts'
import { createLog } from '../src/lib/index.ts'
import { createRateLimits, openCounter, type RateLimits } from '../src/rate-limit/index.ts'

/** Something that can be asked for the same answer. */
export type Door = {
  readonly name: string
  readonly url: string
  /** Whether its answers say what is left of a limit. */
  readonly isLimited: boolean
}

type Opened = Door & { close(): Promise<void> }

const PER_MINUTE = 1_000_000

/** Koa, and nothing else, with an answer as long as that of `whoami`. */
export async function openBareRoute(body: object): Promise<Opened> {
  const app = new Koa()
  app.use((ctx) => {
    if (ctx.path === '/api/v1/whoami') ctx.body = body
  })
  const server: Server = createHttpServer((request, response) => void app.callback()(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    name: 'a bare Koa route',
    url: `http://127.0.0.1:${port}/api/v1/whoami`,
    isLimited: false,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Patmint itself, counting as it is told. */
export async function openPatmint(
  services: Services,
  name: string,
  limits: { rateLimits: RateLimits; isLimited?: boolean; close?: () => Promise<void> },
): Promise<Opened> {
  const config = { ...services.config, port: 0, host: '127.0.0.1' }
  const server = createServer({ ...services, config, rateLimits: limits.rateLimits })
  const port = await server.listen()
  return {
    name,
    url: `http://127.0.0.1:${port}/api/v1/whoami`,
    isLimited: limits.isLimited ?? true,
    async close() {
      await server.close({ drainMilliseconds: 0 })
      await limits.close?.()
    },
  }
}

/** Authentication alone: the budget is a number that nobody counted. */
export const withoutLimit = ({ rateLimits, clock }: Services) => ({
  isLimited: false,
  rateLimits: {
    ...rateLimits,
    takeFromBudget: async () => ({
      name: 'token' as const,
      limit: PER_MINUTE,
      remaining: PER_MINUTE,
      resetAt: clock(),
      resetSeconds: 1,
    }),
  },
})

export async function withLimit({ clock }: Services, store: { pool?: Pool; redisUrl?: string }) {
  const { pool, redisUrl } = store
  const counter = await openCounter({ pool, redisUrl, log: createLog({ level: 'error' }) })
  const given = { clock, counter, perMinute: PER_MINUTE, introspectionsPerMinute: undefined }
  return { rateLimits: createRateLimits(given), close: () => counter.close() }
}
