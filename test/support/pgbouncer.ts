import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../../scripts/lib/ports.ts'
import { run } from './database.ts'

/** Whether there is a `pgbouncer` that tests can start; Debian keeps it where only administrators look. */
const PROGRAM = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
)

export const HAS_PGBOUNCER = PROGRAM !== undefined

/** As a system would run it: connections are lent for a transaction, and there are fewer of them than who wants one. */
const SETTINGS = `
listen_addr = 127.0.0.1
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
`

/** A PgBouncer of a test's own in front of a database. `url`: of the same database, through it. */
export async function openTestPgbouncer(
  databaseUrl: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const port = await findFreePort()
  const folder = await mkdtemp(join(tmpdir(), 'patmint-pgbouncer-'))
  await chmod(folder, 0o755)
  const { hostname, port: theirs, username, password, pathname } = new URL(databaseUrl)
  const target = `host=${hostname} port=${theirs} user=${username} password=${password}`
  const file = join(folder, 'pgbouncer.ini')
  await writeFile(
    file,
    `[databases]\n${pathname.slice(1)} = ${target}\n[pgbouncer]\nlisten_port = ${port}${SETTINGS}`,
  )
  // It refuses to be root.
  const identity = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(PROGRAM ?? 'pgbouncer', [...identity, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const url = `postgresql://anybody@127.0.0.1:${port}${pathname}`
  while (
    !(await run(url, 'select 1').then(
      () => true,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`pgbouncer ended: ${said}`)
    await sleep(50)
  }
  return {
    url,
    async close() {
      const end = once(child, 'exit')
      child.kill('SIGTERM')
      await end
      await rm(folder, { recursive: true, force: true })
    },
  }
}
