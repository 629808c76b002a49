import type { Json, Schemas } from './json-schema.ts'

type Properties = Readonly<Record<string, Json>>

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11',
  'date-time': '2026-12-27T21:04:05.000Z',
  email: 'ada@example.com',
  uri: 'https://tracker.example.com',
}

/**
 * An example made of those that the schemas give: what has none of its own gets the plainest value that says something.
 * What may be left out is in it only where its schema gives an example.
 * @throws for a text of which no example is known
 */
export function exampleOf(schemas: Schemas, given: Json, where: string): unknown {
  const schema = schemas.resolve(given)
  const examples = schema['examples'] as readonly unknown[] | undefined
  if (examples !== undefined) return examples[0]
  if (schema['const'] !== undefined) return schema['const']
  if (schema['enum'] !== undefined) return (schema['enum'] as unknown[])[0]
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (choices !== undefined) return exampleOfOne(schemas, choices as Json[], where)
  return exampleOfType(schemas, schema, where)
}

function exampleOfOne(schemas: Schemas, choices: readonly Json[], where: string): unknown {
  const [first] = choices
  if (first === undefined || choices.some(({ type }) => type === 'null')) return null
  return exampleOf(schemas, first, where)
}

function exampleOfType(schemas: Schemas, schema: Json, where: string): unknown {
  const { type, format, items } = schema
  if (type === 'object') return exampleOfObject(schemas, schema, where)
  if (type === 'array') return [exampleOf(schemas, items as Json, `${where}[]`)]
  if (type === 'boolean') return false
  if (type === 'integer') return schema['minimum'] ?? 1
  if (Array.isArray(type) && type.includes('null')) return null
  const known = BY_FORMAT[String(format)]
  if (known === undefined) throw new Error(`${where} has no example: give its schema one`)
  return known
}

function exampleOfObject(schemas: Schemas, schema: Json, where: string): Json {
  const required = (schema['required'] ?? []) as string[]
  const properties = Object.entries((schema['properties'] ?? {}) as Properties)
  const shown = properties.filter(([name, property]) => required.includes(name) || 'examples' in property)
  return Object.fromEntries(
    shown.map(([name, property]) => [name, exampleOf(schemas, property, `${where}.${name}`)]),
  )
}
