import { readdirSync, readFileSync } from 'node:fs'
import { on } from '../lib/bench.ts'

/** Linux counts in hundredths of a second. */
const TICKS = 100

/** Seconds that PostgreSQL has computed, in all of its processes that are there; from `/proc`, on this machine. */
export const databaseCpu = (url: string): Promise<number> =>
  on(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const postmaster = fieldsOf(String(rows[0]?.pid))[1] ?? ''
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    const ours = processes.filter((pid) => fieldsOf(pid)[1] === postmaster)
    return ours.reduce((sum, pid) => sum + secondsOf(pid), 0)
  })

/** What stands after the name in brackets, which may hold anything: state, parent, … Nothing, where it has ended. */
function fieldsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}

function secondsOf(pid: string): number {
  const [user = 0, system = 0] = fieldsOf(pid).slice(11, 13).map(Number)
  return (user + system) / TICKS
}
