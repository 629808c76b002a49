import type { Size } from './disk.ts'
import type { Times } from './time.ts'

/** What one size of database came to. */
export type Grown = {
  readonly name: string
  readonly pages: Times
  readonly jobs: Times
  readonly minting: Times & { readonly wal: number }
  readonly sizes: ReadonlyMap<string, Size>
}

const NAMES: Readonly<Record<string, string>> = {
  personal_access_token: 'a token',
  audit_event: 'an audit event',
  token_usage: 'a day of use',
  account: 'an account',
}

/** As Markdown: pages, jobs, and what each thing costs. */
export function toTables(grown: readonly Grown[]): string {
  return [
    'Pages and jobs in milliseconds: the median, and in brackets the longest and the first, with nothing of it in memory.',
    table('page', grown, ({ pages }) => pages, timeCell),
    table('job', grown, ({ jobs, minting }) => new Map([...minting, ...jobs]), timeCell),
    table('each costs', grown, costsOf, (text) => text),
  ].join('\n\n')
}

const timeCell = ({ median, longest, first }: { median: number; longest: number; first: number }): string =>
  `${inMilliseconds(median)} (${inMilliseconds(longest)}, ${inMilliseconds(first)})`

const inMilliseconds = (time: number): string => time.toFixed(time < 10 ? 1 : 0)

function costsOf({ sizes, minting }: Grown): Map<string, string> {
  const bytes = (count: number) => `${Math.round(count).toLocaleString('en')} B`
  const disk = [...sizes].map(([name, { rows, heap, indexes }]): [string, string] => [
    `${NAMES[name]}, on disk`,
    `${bytes(heap + indexes)}: ${bytes(heap)} and ${bytes(indexes)} of indexes; ${rows.toLocaleString('en')} of them`,
  ])
  return new Map([['a minting, WAL', bytes(minting.wal)], ...disk])
}

function table<Value>(
  head: string,
  grown: readonly Grown[],
  pick: (one: Grown) => ReadonlyMap<string, Value>,
  cell: (value: Value) => string,
): string {
  const names = [...new Set(grown.flatMap((one) => [...pick(one).keys()]))]
  const cells = (name: string) =>
    grown.map((one) => {
      const value = pick(one).get(name)
      return value === undefined ? '' : cell(value)
    })
  return [
    [head, ...grown.map(({ name }) => name)],
    ['---', ...grown.map(() => '--:')],
    ...names.map((name) => [name, ...cells(name)]),
  ]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n')
}
