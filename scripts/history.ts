/**
 * Does a revocation hold on every node, whatever happens? Three nodes on one PostgreSQL, tokens that are minted, asked for,
 * rotated and revoked through any of them, while nodes are killed and restarted and their connections cut; then every answer
 * is looked at. On a database of its own in a temporary folder, or on the empty one of DATABASE_URL.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openEmbedded } from '../src/database/index.ts'
import type { Disturbance } from './lib/history/disturb.ts'
import { findFaults } from './lib/history/history.ts'
import { liveThrough } from './lib/history/live.ts'
import { summarise } from './lib/history/summary.ts'

const { values } = parseArgs({ options: { operations: { type: 'string', default: '100000' } } })
const operations = Number(values.operations)
if (!Number.isSafeInteger(operations) || operations < 1) throw new Error('--operations takes a whole number')

/** One of each for some thousands of operations. */
const round: readonly Disturbance[] = ['cut', 'kill', 'cut', 'restart']
const rounds = Math.max(1, Math.round(operations / 12_500))
const disturbances = Array.from({ length: rounds }, () => round).flat()

const { url: databaseUrl, close } = await openDatabase()
try {
  const startedAt = performance.now()
  const history = await liveThrough({ databaseUrl, operations, disturbances, tell: console.log })
  const faults = findFaults(history)
  console.log(summarise(history))
  console.log(`${Math.round((performance.now() - startedAt) / 1_000)} s, ${faults.length} wrong answers`)
  for (const fault of faults.slice(0, 20)) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
} finally {
  await close()
}

async function openDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const given = process.env['DATABASE_URL'] ?? ''
  if (given !== '') return { url: given, close: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'patmint-history-'))
  await chmod(folder, 0o755)
  const embedded = await openEmbedded({ dataDir: folder })
  return {
    url: embedded.url,
    async close() {
      await embedded.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
