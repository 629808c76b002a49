import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Operation } from '../../../src/http/api/operation.ts'

const pageOf = ({ tag }: Operation): string => `docs/reference/${tag.toLowerCase().replaceAll(' ', '-')}.md`

const ACCESS: Readonly<Record<string, string>> = { any_token: 'any token', public: 'no token' }

/** The line that a section about it has. */
const lineOf = ({ method, path, access }: Operation): string =>
  `\`${method.toUpperCase()} ${path}\` · ${ACCESS[access] ?? `needs \`${access}\``}`

/** What the page of its tag does not say of an operation. */
export function omissionsOf(operation: Operation): string[] {
  const file = pageOf(operation)
  const page = read(file)
  if (page === undefined) return [`${file} is missing: it is the page of ${operation.tag}`]
  const { query, body, reply } = operation
  const names = new Set([
    ...fieldsOf(query, 'input'),
    ...fieldsOf(body, 'input'),
    ...fieldsOf(reply, 'output'),
  ])
  const words = wordsOf(page)
  const missing = [...names].filter((name) => !words.has(name))
  return [
    ...(page.split('\n').includes(lineOf(operation)) ? [] : [`${file} has no line ${lineOf(operation)}`]),
    ...missing.map((name) => `${file} does not explain ${name}, of ${operation.id}`),
  ]
}

/** What stands in code on the page, and on the pages that it refers to for fields that they share. */
function wordsOf(page: string): Set<string> {
  const others = ['tokens.md', 'organizations.md'].filter((name) => page.includes(`(${name}`))
  const texts = [page, ...others.map((name) => read(`docs/reference/${name}`) ?? '')]
  const code = texts.flatMap((text) => withoutBlocks(text).match(/`[^`\n]+`/g) ?? [])
  return new Set(code.flatMap((each) => each.match(/\w+/g) ?? []))
}

const withoutBlocks = (text: string): string => text.replaceAll(/^```.*?^```$/gms, '')

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

type Schema = {
  readonly properties?: Record<string, Schema>
  readonly [part: string]: unknown
}

/** The names of all fields, those inside of others included. */
function fieldsOf(schema: z.ZodType, io: 'input' | 'output'): string[] {
  const names: string[] = []
  const walk = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    names.push(...Object.keys((part as Schema).properties ?? {}))
    for (const child of Object.values(part)) walk(child)
  }
  walk(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
  return names
}
