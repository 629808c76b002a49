import fc from 'fast-check'

// biome-ignore lint/suspicious/noExplicitAny: schemas as they stand in the document
type Json = any

/** What people and attackers type that a program would not think of. */
const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u202eevil',
  '\ud800',
  '👩‍👩‍👧‍👦',
  'İ',
  "'; drop table account; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '../../etc/passwd',
  '%00',
  '%c0%ae',
  'null',
  '__proto__',
  'constructor',
  'x'.repeat(10_000),
  '9'.repeat(400),
]

const oddText = fc.oneof(fc.constantFrom(...ODD_TEXTS), fc.string({ unit: 'binary', maxLength: 60 }))

const oddNumber = fc.oneof(
  fc.constantFrom(0, -1, 1.5, -0, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 63),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

/** Anything that JSON can say. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 2, arbitrary: oddNumber },
  fc.constantFrom(null, true, false, [], {}),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(JSON.parse('{"__proto__":{"role":"admin"},"constructor":1}')),
  fc.constant(nest(500)),
)

function nest(depth: number): unknown {
  let nested: unknown = 1
  for (let level = 0; level < depth; level++) nested = [nested]
  return nested
}

/** What has been made before, so that what is asked for is there now and then. */
export type Known = {
  readonly ids: readonly string[]
  readonly texts: readonly string[]
  /** By the name of the parameter that they fit. */
  readonly parameters: Readonly<Record<string, readonly string[]>>
}

type Tools = { readonly known: Known; readonly resolve: (schema: Json) => Json }

/** A value that the schema allows, made of its own examples as often as not; and one time in 25, one that it does not. */
export function arbitraryOf(tools: Tools, given: Json): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: validOf(tools, given) }, { weight: 1, arbitrary: anyJson })
}

function validOf(tools: Tools, given: Json): fc.Arbitrary<unknown> {
  const schema = tools.resolve(given)
  if (schema.examples !== undefined)
    return fc.oneof(fc.constantFrom(...schema.examples), plainOf(tools, { ...schema, examples: undefined }))
  return plainOf(tools, schema)
}

function plainOf(tools: Tools, schema: Json): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map((choice: Json) => arbitraryOf(tools, choice)))
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type: string) => plainOf(tools, { ...schema, type })))
  return ofType(tools, schema)
}

function ofType(tools: Tools, schema: Json): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return textOf(tools.known, schema)
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 400 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(arbitraryOf(tools, schema.items), { maxLength: 4 })
    case 'object':
      return objectOf(tools, schema)
    default:
      return anyJson
  }
}

function textOf({ ids, texts }: Known, { format }: Json): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid(), oddText)
  if (format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('9999-12-31') })
      .map((date) => date.toISOString())
  return fc.oneof(fc.constantFrom(...texts), fc.string({ maxLength: 30 }), oddText)
}

function objectOf(tools: Tools, schema: Json): fc.Arbitrary<unknown> {
  const properties = Object.entries<Json>(schema.properties ?? {})
  const fields = Object.fromEntries(
    properties.map(([name, property]) => [name, arbitraryOf(tools, property)]),
  )
  const required = (schema.required ?? []) as string[]
  const whole = fc.record(fields, { requiredKeys: required })
  const broken = fc.record({ ...fields, surprise: anyJson }, { requiredKeys: [] })
  return fc.oneof({ weight: 9, arbitrary: whole }, { weight: 1, arbitrary: broken })
}
