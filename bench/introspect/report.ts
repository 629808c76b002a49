import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { Round } from './measure.ts'
import { FLOOR, STOCK } from './targets.ts'

export type Measured = ReadonlyMap<string, readonly Round[]>

export type Setting = {
  readonly tokens: number
  readonly connections: number
  readonly seconds: number
  readonly rounds: number
  readonly pinned: string
  readonly postgres: string
}

function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]]
  return sorted.length % 2 === 1 ? high : (low + high) / 2
}

/** As Markdown. A ratio is the median of the rounds' own ratios: what disturbs a round disturbs both of its parts. */
export function toTable(measured: Measured): string {
  const lines = [...measured].map(([name, rounds]) => {
    const median = (pick: (round: Round) => number) => medianOf(rounds.map(pick))
    const ratioTo = (other: string) =>
      medianOf(
        rounds.map(({ perSecond }, n) => perSecond / (measured.get(other)?.[n]?.perSecond ?? Number.NaN)),
      )
    return [
      name,
      Math.round(median(({ perSecond }) => perSecond)).toLocaleString('en'),
      ratioTo(FLOOR).toFixed(2),
      ratioTo(STOCK).toFixed(1),
      median(({ p50 }) => p50).toFixed(1),
      median(({ p99 }) => p99).toFixed(1),
      median(({ megabytes }) => megabytes).toFixed(0),
      median(({ cpuMicroseconds }) => cpuMicroseconds).toFixed(0),
      median(({ statements }) => statements).toFixed(2),
    ]
  })
  const head = [
    '',
    'a second',
    'of the floor',
    'times stock',
    'p50 ms',
    'p99 ms',
    'RSS MB',
    'CPU µs each',
    'statements each',
  ]
  return [head, ['---', ...Array(8).fill('--:')], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

const [BEGIN, END] = ['<!-- npm run bench -->', '<!-- npm run bench: end -->']

/** Into its place in docs/performance.md; the rest of the page is written by hand. */
export function writeDocs(setting: Setting, table: string): void {
  const path = new URL('../../docs/performance.md', import.meta.url)
  const page = readFileSync(path, 'utf8')
  const [before = '', after = ''] = [page.split(BEGIN)[0], page.split(END)[1]]
  if (!page.includes(BEGIN) || !page.includes(END))
    throw new Error('docs/performance.md has no place for the table')
  writeFileSync(path, `${before}${BEGIN}\n\n${describe(setting)}\n\n${table}\n\n${END}${after}`)
}

export const describe = ({ tokens, connections, seconds, rounds, pinned, postgres }: Setting): string =>
  `Node ${process.version}, PostgreSQL ${postgres}, ${tokens.toLocaleString('en')} tokens, ${connections} connections, medians of ` +
  `${rounds} rounds of ${seconds} s that took turns; ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${pinned}.`
