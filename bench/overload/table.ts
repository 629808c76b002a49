import { medianOf } from '../lib/table.ts'
import type { Probed } from './probe.ts'

export type Row = {
  readonly name: string
  /** That ask as fast as they can. */
  readonly connections: number
  /** One of each round. */
  readonly probed: readonly Probed[]
  readonly perSecond: readonly number[]
}

const HEAD = [
  '',
  'connections',
  'accepted a second',
  'p50 ms',
  'p99 ms',
  'times the first',
  'refused',
  'p99 ms of those',
]

/** As Markdown: medians of the rounds. What the rows of a server are compared with is its first. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => describe(row, rows.find(({ name }) => name === row.name) ?? row))
  return [HEAD, ['---', ...Array(HEAD.length - 1).fill('--:')], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function describe(row: Row, first: Row): string[] {
  const { name, connections, probed, perSecond } = row
  const median = (pick: (one: Probed, round: number) => number) => medianOf(probed.map(pick))
  const p99Of = (one: Probed | undefined) => percentile(one?.accepted ?? [], 0.99)
  const refused = probed.flatMap((one) => one.refused)
  return [
    name,
    connections.toLocaleString('en'),
    Math.round(medianOf(perSecond)).toLocaleString('en'),
    median(({ accepted }) => percentile(accepted, 0.5)).toFixed(1),
    median(p99Of).toFixed(1),
    median((one, round) => p99Of(one) / p99Of(first.probed[round])).toFixed(1),
    `${(100 * median((one) => one.refused.length / (one.accepted.length + one.refused.length))).toFixed(0)} %`,
    refused.length === 0 ? '' : percentile(refused, 0.99).toFixed(1),
  ]
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}
