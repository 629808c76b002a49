import { behave } from './behave.ts'
import { createSend } from './client.ts'
import { type Disturbance, disturb } from './disturb.ts'
import type { History, Operation } from './history.ts'
import { startNodes } from './nodes.ts'
import { createRequests } from './requests.ts'
import { setUp } from './set-up.ts'

const NODES = 3
const CLIENTS = 24

type Plan = {
  readonly databaseUrl: string
  /** How many requests are answered, at the least. */
  readonly operations: number
  /** What goes wrong meanwhile, in order. */
  readonly disturbances: readonly Disturbance[]
  readonly tell?: (line: string) => void
}

/** Lives through a history: three nodes on one database, many clients, and nodes and connections that die meanwhile. */
export async function liveThrough(plan: Plan): Promise<History> {
  const { databaseUrl, tell = () => {} } = plan
  const world = await setUp(databaseUrl)
  const nodes = await startNodes(NODES, world.environment)
  const { send, close } = createSend()
  const operations: Operation[] = []
  let answered = 0
  const record = (operation: Operation) => {
    operations.push(operation)
    if (operation.outcome !== 'no answer') answered += 1
  }
  const requests = createRequests({ send, world, urls: nodes.urls, record })
  const progress = () => answered / plan.operations
  let isDisturbed = true
  try {
    const isOver = () => progress() >= 1 && !isDisturbed
    const behaving = behave(requests, { clients: CLIENTS, nodes: NODES, isOver })
    await disturb({ nodes, databaseUrl, tell }, plan.disturbances, progress).finally(
      () => (isDisturbed = false),
    )
    await behaving
    return { operations, outages: nodes.outages }
  } finally {
    isDisturbed = false
    close()
    await nodes.end()
  }
}
