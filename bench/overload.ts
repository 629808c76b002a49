import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { assemble } from '../src/assemble.ts'
import { loadConfig } from '../src/config/index.ts'
import { createLog } from '../src/lib/index.ts'
import { check } from './introspect/check.ts'
import { ASKED, fillPatmint } from './introspect/data.ts'
import { listTargets, type Target } from './introspect/targets.ts'
import { bench, createDatabase, SECRET } from './lib/bench.ts'
import { makeSecrets } from './lib/instance.ts'
import { ask } from './lib/load.ts'
import { type Running, start } from './lib/processes.ts'
import { describe, writeDocs } from './lib/table.ts'
import { openProbe } from './overload/probe.ts'
import { type Row, toTable } from './overload/table.ts'

/*
 * What a client sees of a server that is asked for more than it can answer: beside wrk, which asks as fast as it can and takes no
 * notice of `Retry-After`, somebody asks now and then and is timed. `npm run bench:overload` writes docs/performance.md;
 * `-- --dry` only prints.
 */

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64,256,1024,4096' },
    dry: { type: 'boolean', default: false },
  },
})
/** Until all connections are made and the first refusals told, and until no more of the load is there than was measured. */
const [LEAD_SECONDS, TAIL_SECONDS] = [2, 1]

const [tokens = 0, rounds = 0, seconds = 0] = [values.tokens, values.rounds, values.seconds].map(Number)
const loads = values.connections.split(',').map(Number)

await bench(async ({ url, dataDir, ...machine }) => {
  const file = join(dataDir, 'secrets.txt')
  const asked = { file, secrets: makeSecrets(file, ASKED) }
  const targets = await prepare(await createDatabase(url, 'patmint'), asked)
  const rows: Row[] = []
  for (const target of targets) rows.push(...(await measureAll(target, asked.secrets)))
  const size = `${tokens.toLocaleString('en')} tokens`
  const text = `${describe(size, { connections: Math.max(...loads), seconds, rounds, ...machine })}\n\n${toTable(rows)}`
  console.log(`\n${text}`)
  if (!values.dry) writeDocs('npm run bench:overload', text)
})

type Asked = { readonly file: string; readonly secrets: readonly string[] }

async function prepare(patmint: string, asked: Asked): Promise<Target[]> {
  const config = loadConfig({ DATABASE_URL: patmint, PATMINT_SECRET: SECRET })
  const services = await assemble(config, { log: createLog({ level: 'warn' }) })
  const api = await fillPatmint(patmint, services, { tokens, asked })
  await services.close()
  const urls = { patmint, stock: '', stockOneQuery: '', oauth2Server: '', betterAuth: '' }
  return listTargets(urls, asked, api, SECRET).filter(({ database }) => database === patmint)
}

/** Loads take turns, so that whatever else the machine does meets all alike. */
async function measureAll(target: Target, secrets: readonly string[]): Promise<Row[]> {
  const rows = loads.map((connections) => ({
    name: target.name,
    connections,
    probed: [] as Row['probed'][number][],
    perSecond: [] as number[],
  }))
  const server = await start(target.file, target.env)
  try {
    await check(target, server, secrets)
    // The first seconds are the compiler's.
    await ask(server.url, target.question, { connections: 64, seconds: 3 })
    for (let round = 1; round <= rounds; round += 1)
      for (const row of rows) {
        const { perSecond, probed } = await measure(server, target, secrets, row.connections)
        row.perSecond.push(perSecond)
        row.probed.push(probed)
        console.log(`round ${round} of ${rounds}: ${target.name}, ${row.connections} connections`)
      }
    return rows
  } finally {
    await server.close()
  }
}

async function measure(
  { url }: Running,
  { question }: Target,
  secrets: readonly string[],
  connections: number,
) {
  const probe = await openProbe(url, question, secrets)
  const loading = ask(url, question, { connections, seconds: LEAD_SECONDS + seconds + TAIL_SECONDS })
  await sleep(LEAD_SECONDS * 1_000)
  const probed = await probe.measure(seconds)
  const { requests, wrong, microseconds } = await loading
  probe.close()
  return { perSecond: (requests - wrong) / (microseconds / 1e6), probed }
}
