import cluster from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../scripts/lib/ports.ts'

// The program itself, with as many processes as it is told to have; each of them begins here.
if (cluster.isPrimary)
  Object.assign(process.env, { PORT: String(await findFreePort()), PATMINT_LOG_LEVEL: 'error' })
await import('../../src/main.ts')

const port = Number(process.env['PORT'])
const isReady = () =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
if (cluster.isPrimary) {
  while (!(await isReady())) await sleep(100)
  process.send?.({ port })
}
