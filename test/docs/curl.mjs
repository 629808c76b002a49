/** What the documentation uses of curl, for machines that have none. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    silent: { type: 'boolean', short: 's' },
    user: { type: 'string', short: 'u' },
    data: { type: 'string', short: 'd', multiple: true },
    header: { type: 'string', short: 'H', multiple: true },
    request: { type: 'string', short: 'X' },
    output: { type: 'string', short: 'o' },
    'write-out': { type: 'string', short: 'w' },
  },
})

const headers = new Headers(
  (values.header ?? []).map((line) => /** @type {[string, string]} */ (line.split(/: ?(.*)/s).slice(0, 2))),
)
if (values.user !== undefined) headers.set('authorization', `Basic ${btoa(values.user)}`)
const body = values.data?.join('&')
if (body !== undefined) headers.set('content-type', 'application/x-www-form-urlencoded')

const method = values.request ?? (body === undefined ? 'GET' : 'POST')
const answer = await fetch(positionals[0] ?? '', { method, headers, body: body ?? null })
const content = await answer.text()
if (values.output === undefined) process.stdout.write(content)
else writeFileSync(values.output, content)
process.stdout.write(
  (values['write-out'] ?? '').replace('%{http_code}', String(answer.status)).replaceAll('\\n', '\n'),
)
