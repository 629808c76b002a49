import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Load, Round } from './load.ts'
import type { Measured } from './turns.ts'

/** A column of the table: its head, and what stands below it. */
export type Column = readonly [head: string, cell: (name: string, rounds: readonly Round[]) => string]

export function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

const median = (rounds: readonly Round[], pick: (round: Round) => number): number =>
  medianOf(rounds.map(pick))

/** A column of medians. */
const medians = (head: string, pick: (round: Round) => number, digits: number): Column => [
  head,
  (_name, rounds) => median(rounds, pick).toFixed(digits),
]

/** How fast each is beside `other`: the median of the rounds' own ratios, as what disturbs a round disturbs both of its parts. */
export const ratioTo = (head: string, measured: Measured, other: string, digits: number): Column => [
  head,
  (_name, rounds) =>
    medianOf(
      rounds.map(({ perSecond }, n) => perSecond / (measured.get(other)?.[n]?.perSecond ?? Number.NaN)),
    ).toFixed(digits),
]

export const RATE: Column = [
  'a second',
  (_name, rounds) => Math.round(median(rounds, ({ perSecond }) => perSecond)).toLocaleString('en'),
]

export const TIMES: readonly Column[] = [
  medians('p50 ms', ({ p50 }) => p50, 1),
  medians('p99 ms', ({ p99 }) => p99, 1),
]

/** Where the machine's time goes, for each answer. */
export const CPU: readonly Column[] = [
  medians('CPU µs each', ({ cpu }) => cpu.server, 0),
  medians('of the database', ({ cpu }) => cpu.database, 0),
  medians('of the load', ({ cpu }) => cpu.load, 0),
]

/** What most tables end with; memory and statements are those of one process. */
export const COSTS: readonly Column[] = [
  ...TIMES,
  medians('RSS MB', ({ megabytes }) => megabytes, 0),
  ...CPU,
  medians('statements each', ({ statements }) => statements, 2),
]

/** As Markdown. */
export function toTable(measured: Measured, columns: readonly Column[]): string {
  const head = ['', ...columns.map(([title]) => title)]
  const rule = ['---', ...columns.map(() => '--:')]
  const lines = [...measured].map(([name, rounds]) => [
    name,
    ...columns.map(([, cell]) => cell(name, rounds)),
  ])
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export type Setting = Load & { readonly rounds: number; readonly pinned: string; readonly postgres: string }

/** Under what circumstances it was measured. `what`: the size of what was measured. */
export const describe = (what: string, { connections, seconds, rounds, pinned, postgres }: Setting): string =>
  `Node ${process.version}, PostgreSQL ${postgres}, ${what}, ${connections} connections, medians of ` +
  `${rounds} rounds of ${seconds} s that took turns; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${pinned}.`

/** Into its place in a page of docs/, which is named after the command; the rest of the page is written by hand. */
export function writeDocs(command: string, text: string, file = 'performance.md'): void {
  const [begin, end] = [`<!-- ${command} -->`, `<!-- ${command}: end -->`]
  const path = new URL(`../../docs/${file}`, import.meta.url)
  const page = readFileSync(path, 'utf8')
  if (!page.includes(begin) || !page.includes(end))
    throw new Error(`docs/${file} has no place for the table of ${command}`)
  const [before = '', after = ''] = [page.split(begin)[0], page.split(end)[1]]
  writeFileSync(path, `${before}${begin}\n\n${text}\n\n${end}${after}`)
}
