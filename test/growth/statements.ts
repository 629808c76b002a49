import pg from 'pg'

/** Tables that grow with what the server is used for. */
const BIG = [
  'personal_access_token',
  'audit_event',
  'token_usage',
  'account',
  'session',
  'oauth_model',
  'organization',
  'organization_membership',
  'workspace',
  'workspace_membership',
] as const

/** More rows than this are only read where the statement says where it stops. */
const MOST_READ = 1_500

export type Statement = { readonly text: string; readonly values: unknown[] }

type Asked = string | { readonly text?: string; readonly values?: unknown[] }

/** Everything that is sent to the database in this process, until `stop`. */
export function watchStatements(): { readonly seen: Statement[]; stop(): void } {
  const seen: Statement[] = []
  const { prototype } = pg.Client
  const { query } = prototype
  const watched = function (this: pg.Client, ...given: [Asked, unknown?]): unknown {
    const [asked, values] = given
    const text = typeof asked === 'string' ? asked : asked?.text
    const own = typeof asked === 'string' ? undefined : asked?.values
    if (text !== undefined) seen.push({ text, values: own ?? (Array.isArray(values) ? values : []) })
    return Reflect.apply(query, this, given)
  }
  prototype.query = watched as typeof query
  return {
    seen,
    stop: () => {
      prototype.query = query
    },
  }
}

type Node = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Node[]
}

/** What takes all of its input before it gives anything: a limit above it stops nothing beneath it. */
const TAKES_ALL = /^(Sort|Aggregate|Hash|Materialize|WindowAgg|SetOp|BitmapOr|BitmapAnd)$/

/**
 * What is wrong with how a statement is carried out, where no table is read from end to end if that can be helped: a big
 * table that is, since no index leads to what is wanted; or more of it than a page, with nothing that stops it.
 */
export async function findFaults(client: pg.Client, { text, values }: Statement): Promise<string[]> {
  if (!/^\s*(select|with|insert|update|delete)\b/i.test(text)) return []
  if (!BIG.some((table) => text.includes(table))) return []
  await client.query('begin')
  try {
    // What is written is undone. What was inserted is there already.
    const how = /\binsert\b/i.test(text) ? '' : 'analyze, timing off, '
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (${how}format json) ${text}`,
      values,
    )
    const plan = rows[0]?.['QUERY PLAN'][0].Plan
    return plan === undefined ? [] : faultsOf(plan, false)
  } finally {
    await client.query('rollback')
  }
}

function faultsOf(node: Node, isLimited: boolean): string[] {
  const type = node['Node Type']
  const table = node['Relation Name']
  const loops = node['Actual Loops'] ?? 1
  const read = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * loops
  const isBig = table !== undefined && BIG.some((name) => name === table) && type !== 'ModifyTable'
  const faults = [
    ...(isBig && type === 'Seq Scan' && loops > 0 ? [`reads ${table} from end to end`] : []),
    ...(isBig && read > MOST_READ && !isLimited ? [`reads ${read} rows of ${table}`] : []),
  ]
  const limited = type === 'Limit' || (isLimited && !TAKES_ALL.test(type))
  return [...faults, ...(node.Plans ?? []).flatMap((child) => faultsOf(child, limited))]
}
