import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { listCodes } from '../src/http/api/openapi/problems.ts'
import type { Operation } from '../src/http/api/operation.ts'
import { OPERATIONS } from '../src/http/api/operations.ts'
import { PROBLEMS, type ProblemCode } from '../src/http/api/problems.ts'

/*
 * Writes the table of errors of every reference page: what the operations that the page names can answer with. The words
 * are those of the server's own table. Run it when one of the two has changed: npm run docs:errors
 */

/** Every code, for the page that is about errors. */
const ALL = 'docs/reference/errors.md'

/** GraphQL has one address, and these operations of the REST API behind it. */
const GRAPHQL = 'POST /graphql'
const BEHIND_GRAPHQL = ['whoami', 'listTokens', 'getToken', 'mintToken', 'rotateToken', 'revokeToken']

const HEAD = '| Status | Code | Meaning | Cause | Fix |\n|---|---|---|---|---|\n'

const QUERY_REFUSED = `| 400 | \`query_refused\` | The query cannot be answered. | It is not in the schema, too deep, or asks for too much at once. | Ask for fields that there are, and for less. |\n`

/** The page with its table as it should be. */
export function renderErrors(file: string, source: string): string {
  const operations = operationsOn(source)
  const codes = Object.keys(PROBLEMS) as ProblemCode[]
  const own = new Set(file === ALL ? codes : operations.flatMap(listCodes))
  const rows = codes.filter((code) => own.has(code)).sort((a, b) => statusOf(a) - statusOf(b))
  const more = source.includes(GRAPHQL) ? QUERY_REFUSED : ''
  const table = `${HEAD}${more}${rows.map(renderRow).join('')}`
  return source.replace(/(?<=^## Errors\n(?:(?!\|).*\n)*)\| Status .*\n(?:\|.*\n)*/m, () => table)
}

/** The operations that have a section on the page. */
function operationsOn(source: string): readonly Operation[] {
  const lines = [...source.matchAll(/^`([A-Z]+) (\/\S+)` · /gm)]
  return lines.flatMap(([, method = '', path = '']) => {
    if (`${method} ${path}` === GRAPHQL) return OPERATIONS.filter(({ id }) => BEHIND_GRAPHQL.includes(id))
    const found = OPERATIONS.find((each) => each.path === path && each.method === method.toLowerCase())
    if (found === undefined) throw new Error(`there is no operation ${method} ${path}`)
    return [found]
  })
}

const statusOf = (code: ProblemCode): number => [PROBLEMS[code].status].flat()[0] ?? 500

function renderRow(code: ProblemCode): string {
  const { status, meaning, cause, fix } = PROBLEMS[code]
  return `| ${[status].flat().join(' or ')} | \`${code}\` | ${meaning} | ${cause} | ${fix} |\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url))
  for (const file of globSync('docs/reference/*.md', { cwd: root })) {
    const source = await readFile(`${root}${file}`, 'utf8')
    await writeFile(`${root}${file}`, renderErrors(file, source))
  }
}
