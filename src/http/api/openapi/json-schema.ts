import { z } from 'zod'

/** JSON Schema 2020-12, and whatever else the document is made of: objects, read by programs. */
export type Json = { readonly [key: string]: unknown }

export type Schemas = {
  /** A schema as it stands in the document; those that have a name are referred to. */
  readonly of: (schema: z.ZodType, io: 'input' | 'output') => Json
  /** What a reference leads to; what is none is itself. */
  readonly resolve: (schema: Json) => Json
  /** All that have been named so far. */
  readonly named: () => Readonly<Record<string, Json>>
}

const PREFIX = '#/components/schemas/'

/** Turns Zod's schemas into the document's. Those with an `id` become components, each once. */
export function createSchemas(): Schemas {
  const named = new Map<string, Json>()
  return {
    of(schema, io) {
      const { $schema: _, $defs, ...json } = convert(schema, io)
      for (const [name, found] of Object.entries(($defs ?? {}) as Record<string, Json>))
        addOnce(named, name, found)
      return json
    },
    resolve: (schema) => followReference(named, schema),
    named: () => Object.fromEntries([...named].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** @throws where two schemas have one name: whoever reads the document could not tell them apart */
function addOnce(named: Map<string, Json>, name: string, schema: Json): void {
  const known = named.get(name)
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
    throw new Error(`there are two schemas ${name}, or one that is not the same asked for and answered with`)
  named.set(name, schema)
}

function followReference(named: ReadonlyMap<string, Json>, schema: Json): Json {
  const reference = schema['$ref']
  if (typeof reference !== 'string') return schema
  const found = named.get(reference.slice(PREFIX.length))
  if (found === undefined) throw new Error(`${reference} leads nowhere`)
  return { ...found, ...schema, $ref: undefined }
}

function convert(schema: z.ZodType, io: 'input' | 'output'): Json {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => tidy(zodSchema as unknown as z.ZodType, jsonSchema),
  })
  return JSON.parse(JSON.stringify(json).replaceAll('#/$defs/', PREFIX)) as Json
}

type Writable = { [key: string]: unknown }

function tidy(schema: z.ZodType, json: Writable): void {
  // Zod leaves these two off where the value is turned into another; here they say what is sent.
  const { examples, default: usual } = schema.meta() ?? {}
  if (examples !== undefined) json['examples'] = examples
  if (usual !== undefined) json['default'] = usual
  // The format says it, in a word instead of 300 characters.
  if (json['format'] === 'date-time') delete json['pattern']
  if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum']
  if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum']
  // A reply may get more fields one day: clients that are made from the document must not refuse them.
  const { catchall } = schema.def as { catchall?: unknown }
  if (schema.def.type === 'object' && catchall === undefined) delete json['additionalProperties']
}
