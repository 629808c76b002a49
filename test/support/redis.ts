import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findFreePort } from '../../scripts/lib/ports.ts'

/** Whether there is a `redis-server` that tests can start, stop and hold up. */
export const HAS_REDIS_SERVER = spawnSync('redis-server', ['--version']).status === 0

export type TestRedis = {
  readonly url: string
  /** It accepts connections and answers nothing, as a machine does that hangs. */
  pause(): void
  resume(): void
  stop(): Promise<void>
  start(): Promise<void>
}

/** A Redis of a test's own, with nothing in it and nothing on a disk. */
export async function openTestRedis(): Promise<TestRedis> {
  const port = await findFreePort()
  let child: ChildProcess | undefined
  const redis = {
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async start() {
      const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
      child = spawn('redis-server', flags, { stdio: 'ignore' })
      await waitForRedis(redis.url)
    },
    async stop() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
      const end = once(child, 'exit')
      child.kill('SIGKILL')
      await end
    },
  }
  await redis.start()
  return redis
}

async function waitForRedis(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 200 })
  client.on('error', () => {})
  await client.ping()
  client.disconnect()
}

/** Asks until it is so; a test's own time limit ends it where it never is. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await sleep(20)
}
