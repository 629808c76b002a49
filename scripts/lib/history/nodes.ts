import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { inRoot } from '../paths.mjs'
import { findFreePort } from '../ports.ts'
import type { Outage } from './history.ts'

export type Nodes = {
  readonly urls: readonly string[]
  readonly outages: readonly Outage[]
  /** Ends one and starts it again, and notes since when until when nobody could count on it. */
  restart(node: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  end(): Promise<void>
}

/** So many processes of the server on one database, as so many machines would be. */
export async function startNodes(count: number, environment: NodeJS.ProcessEnv): Promise<Nodes> {
  const ports = await Promise.all(Array.from({ length: count }, findFreePort))
  const outages: Outage[] = []
  const children = await Promise.all(ports.map((port) => startNode(port, environment)))
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}`),
    outages,
    async restart(node, signal) {
      const from = performance.now()
      await endNode(children[node] as ChildProcess, signal)
      children[node] = await startNode(ports[node] as number, environment)
      outages.push({ node, from, to: performance.now() })
    },
    end: async () => void (await Promise.all(children.map((child) => endNode(child, 'SIGTERM')))),
  }
}

/** A start that loses its connections to the database half-way ends with an error, and is tried again, as a service manager does. */
const MOST_STARTS = 5

async function startNode(port: number, environment: NodeJS.ProcessEnv): Promise<ChildProcess> {
  for (let start = 1; start <= MOST_STARTS; start += 1) {
    const child = spawnNode(port, environment)
    while (child.exitCode === null) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
      await answer?.body?.cancel()
      if (answer?.ok) return child
      await sleep(50)
    }
  }
  throw new Error(`a node did not start, ${MOST_STARTS} times`)
}

function spawnNode(port: number, environment: NodeJS.ProcessEnv): ChildProcess {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, ...environment, PORT: String(port) }
  return spawn(process.execPath, [inRoot('src', 'main.ts')], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function endNode(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}
