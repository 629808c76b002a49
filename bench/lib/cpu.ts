import { readdirSync, readFileSync } from 'node:fs'

/** What Linux counts the time of processes in. */
const MICROSECONDS_PER_TICK = 10_000

type Stat = { readonly parent: number; readonly own: number; readonly ended: number }

/**
 * CPU time of a process and of all that it has started, in microseconds. Those that have ended are counted where they are
 * waited for.
 */
export function cpuOf(root: number): number {
  const stats = new Map(listProcesses().map((pid) => [pid, readStat(pid)] as const))
  const sum = (pid: number): number => {
    const stat = stats.get(pid)
    if (stat === undefined) return 0
    const children = [...stats].filter(([, other]) => other?.parent === pid)
    return stat.own + stat.ended + children.reduce((total, [child]) => total + sum(child), 0)
  }
  return sum(root)
}

/** Of the children of this process that it has waited for: `wrk` is one of them. */
export const cpuOfEnded = (): number => readStat(process.pid)?.ended ?? 0

/** The process that has started this one. */
export const parentOf = (pid: number): number => readStat(pid)?.parent ?? 0

const listProcesses = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** `undefined`: it is gone. See proc(5), `/proc/pid/stat`: the name, in parentheses, may hold anything. */
function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = (from: number) => (Number(fields[from]) + Number(fields[from + 1])) * MICROSECONDS_PER_TICK
    return { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) }
  } catch {
    return undefined
  }
}
