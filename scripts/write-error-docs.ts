import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Operation, takesBody } from '../src/http/api/operation.ts'
import { OPERATIONS } from '../src/http/api/operations.ts'
import { PROBLEMS, type ProblemCode } from '../src/http/api/problems.ts'

/*
 * Writes the table of errors of every reference page: what the operations that the page names can answer with. The words
 * are those of the server's own table. Run it when one of the two has changed: npm run docs:errors
 */

/** Every code, for the page that is about errors. */
const ALL = 'docs/reference/errors.md'

const HEAD = '| Status | Code | Meaning | Cause | Fix |\n|---|---|---|---|---|\n'

/** The page with its table as it should be. */
export function renderErrors(file: string, source: string): string {
  const codes = file === ALL ? (Object.keys(PROBLEMS) as ProblemCode[]) : codesOf(operationsOn(source))
  const rows = codes.map((code) => ({ code, status: statusOf(code) })).sort((a, b) => a.status - b.status)
  const table = `${HEAD}${rows.map(({ code }) => renderRow(code)).join('')}`
  return source.replace(/(?<=^## Errors\n(?:(?!\|).*\n)*)\| Status .*\n(?:\|.*\n)*/m, () => table)
}

/** The operations that have a section on the page. */
const operationsOn = (source: string): Operation[] =>
  [...source.matchAll(/^`([A-Z]+) (\/\S+)` · /gm)].map(([, method = '', path]) => {
    const found = OPERATIONS.find((each) => each.path === path && each.method === method.toLowerCase())
    if (found === undefined) throw new Error(`there is no operation ${method} ${path}`)
    return found
  })

function codesOf(operations: readonly Operation[]): ProblemCode[] {
  const asks = (is: (operation: Operation) => boolean) => operations.some(is)
  const always: [ProblemCode, boolean][] = [
    ['authentication_required', asks(({ access }) => access !== 'public')],
    ['invalid_token', asks(({ access }) => access !== 'public')],
    ['invalid_request', asks(({ access }) => access !== 'public')],
    ['insufficient_scope', asks(({ access }) => access.startsWith('patmint:'))],
    ['token_bound_elsewhere', asks(({ access, evenIfBound }) => access !== 'public' && evenIfBound !== true)],
    ['invalid_parameters', asks(takesParameters)],
    ['bad_request', asks(takesBody)],
    ['unsupported_media_type', asks(takesBody)],
    ['payload_too_large', asks(takesBody)],
    ['precondition_failed', asks(({ current }) => current !== undefined)],
    ['idempotency_key_invalid', asks(takesKey)],
    ['idempotency_key_reused', asks(takesKey)],
    ['database_unavailable', operations.length > 0],
  ]
  const own = new Set(operations.flatMap(({ errors }) => errors))
  for (const [code, isPossible] of always) if (isPossible) own.add(code)
  // In the order of the server's table.
  return (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => own.has(code))
}

const takesKey = ({ method, access }: Operation): boolean => method === 'post' && access !== 'public'

const takesParameters = (operation: Operation): boolean => takesBody(operation) || hasFields(operation.query)

const hasFields = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodObject && Object.keys(schema.shape).length > 0

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
