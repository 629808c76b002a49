/** What the documentation uses of curl, for machines that have none. */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    include: { type: 'boolean', short: 'i' },
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
if (body !== undefined && !headers.has('content-type'))
  headers.set('content-type', 'application/x-www-form-urlencoded')

const method = values.request ?? (body === undefined ? 'GET' : 'POST')
const answer = await fetch(positionals[0] ?? '', { method, headers, body: body ?? null })
const text = await answer.text()
const head = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
const content = values.include ? `HTTP/1.1 ${answer.status} ${answer.statusText}\r\n${head}\r\n${text}` : text
if (values.output === undefined) process.stdout.write(content)
else writeFileSync(values.output, content)
process.stdout.write(
  (values['write-out'] ?? '').replace('%{http_code}', String(answer.status)).replaceAll('\\n', '\n'),
)
