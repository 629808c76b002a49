import { findFreePort } from '../../scripts/lib/ports.ts'
import { assemble, type Services } from '../../src/assemble.ts'
import { loadConfig } from '../../src/config/index.ts'
import { createServer } from '../../src/http/index.ts'
import { type Clock, createLog, systemClock } from '../../src/lib/index.ts'
import { TEST_SECRET } from './first-start.ts'

export type TestNode = Services & {
  readonly url: string
  /** Everything logged so far, as JSON lines. */
  logged(): string
}

/** One node of several, in this process: it does the work that waits too. It migrates where nobody has yet. */
export async function openNode(
  environment: Record<string, string>,
  clock: Clock = systemClock,
): Promise<TestNode> {
  const port = await findFreePort()
  const config = loadConfig({ PORT: String(port), PATMINT_SECRET: TEST_SECRET, ...environment })
  const lines: string[] = []
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } })
  const services = await assemble(config, { log, clock })
  const server = createServer(services)
  await server.listen()
  await services.startWork()
  return {
    ...services,
    url: `http://127.0.0.1:${port}`,
    logged: () => lines.join(''),
    async close() {
      await server.close()
      await services.close()
    },
  }
}

/** What a resource server is told of a token by a node. */
export async function introspect(
  node: { readonly url: string },
  by: { readonly id: string; readonly secret: string },
  token: string,
): Promise<{ status: number; active: unknown }> {
  const answer = await fetch(`${node.url}/introspect`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${by.id}:${by.secret}`).toString('base64')}` },
    body: new URLSearchParams({ token }),
  })
  const { active } = (await answer.json()) as { active?: unknown }
  return { status: answer.status, active }
}
