import { chmod, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type QueryResultRow } from 'pg'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { binariesFor, findBinaries } from '../../src/database/embedded/binaries.ts'
import { createCluster } from '../../src/database/embedded/cluster.ts'
import { readPidFile } from '../../src/database/embedded/pid-file.ts'
import { type Machine, startPostmaster, stopPostmaster } from '../../src/database/embedded/postmaster.ts'
import { chooseAccount } from '../../src/database/embedded/system-account.ts'

const PASSWORD = 'only-for-a-test'

/** A PostgreSQL of a test's own, to do to it what happens to one. */
export type Cluster = {
  /** Of an empty database in it. */
  readonly url: string
  sql<Row extends QueryResultRow>(statement: string): Promise<Row[]>
  start(): Promise<void>
  stop(): Promise<void>
  /** All of its processes, as the kernel does it that has no memory left. */
  kill(): Promise<void>
  /** Nothing of it moves, and the kernel goes on taking connections for it. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  /** It is stopped, and comes back as what follows a primary: it can be read, and nothing else. */
  demote(): Promise<void>
  /** No space is left on the device where this empty table is. @returns what gives it space again */
  fill(table: string): Promise<() => Promise<void>>
  close(): Promise<void>
}

export async function openCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'patmint-cluster-'))
  await chmod(folder, 0o755)
  const machine = await makeCluster(folder)
  const port = await findFreePort()
  const url = `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/patmint`
  const start = () => startAndWait(machine, port, url.replace(/patmint$/, 'postgres'))
  const stop = async () => void (await stopPostmaster(machine))
  await start()
  await query(url.replace(/patmint$/, 'postgres'), `create database patmint encoding 'UTF8'`)
  const signalAll = async (signal: NodeJS.Signals) => {
    const postmaster = (await readPidFile(machine.cluster))?.pid
    if (postmaster === undefined) return
    // First, so that it starts nothing more.
    process.kill(postmaster, signal)
    for (const pid of await findChildren(postmaster)) killIfThere(pid, signal)
  }
  return {
    url,
    sql: (statement) => query(url, statement),
    start,
    stop,
    kill: () => signalAll('SIGKILL'),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async demote() {
      await stop()
      await writeFile(join(machine.cluster, 'standby.signal'), '')
      await start()
    },
    fill: (table) => fill({ url, machine, start, stop }, table),
    async close() {
      await signalAll('SIGCONT')
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function makeCluster(folder: string): Promise<Machine> {
  const account = await chooseAccount(undefined)
  const binaries = await binariesFor(await findBinaries(), account, () => {})
  const machine = { binaries, account, cluster: join(folder, 'data'), logFile: join(folder, 'log') }
  await createCluster(binaries, machine.cluster, PASSWORD, account)
  return machine
}

/** Until it takes statements: a killed one looks through its log first, and its last processes may still be going. */
async function startAndWait(machine: Machine, port: number, url: string): Promise<void> {
  let postmaster = await startPostmaster(machine, port)
  while (!(await answers(url))) {
    if (postmaster.failure?.kind === 'other') throw new Error(postmaster.failure.output)
    if (postmaster.failure !== undefined) postmaster = await startPostmaster(machine, port)
    await sleep(20)
  }
}

const answers = (url: string): Promise<boolean> =>
  query(url, 'select 1').then(
    () => true,
    () => false,
  )

async function query<Row extends QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

/** One that looks after tables, for instance, ends when it likes. */
function killIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function findChildren(of: number): Promise<number[]> {
  const children: number[] = []
  for (const entry of await readdir('/proc')) {
    const stat = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '') : ''
    // After the name, which is in brackets and may hold anything: state and parent.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (Number(parent) === of) children.push(Number(entry))
  }
  return children
}

type Filled = Pick<Cluster, 'url' | 'start' | 'stop'> & { readonly machine: Machine }

/** Its file is the device that is always full, and of which nothing has to be mounted. */
async function fill({ url, machine, start, stop }: Filled, table: string): Promise<() => Promise<void>> {
  const [found] = await query<{ path: string }>(url, `select pg_relation_filepath('${table}') as path`)
  const file = join(machine.cluster, String(found?.path))
  await stop()
  await rename(file, `${file}.empty`)
  await symlink('/dev/full', file)
  await start()
  return async () => {
    await stop()
    await rename(`${file}.empty`, file)
    await start()
  }
}
