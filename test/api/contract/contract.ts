import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import type { OpenApiDocument } from '../../../src/http/api/openapi/document.ts'

// biome-ignore lint/suspicious/noExplicitAny: a document as programs see it
type Json = any

/** An answer as it came. */
export type Received = { readonly status: number; readonly headers: Headers; readonly text: string }

/** Asks the document whether an answer is one that it promises. */
export type Contract = {
  /** What is not as promised, in words; nothing, where all is well. */
  readonly judge: (operationId: string, received: Received) => string[]
  /** The document's own word on an operation. */
  readonly describe: (operationId: string) => Json
  /** What a reference leads to; what is none is itself. */
  readonly resolve: (part: Json) => Json
}

const BASE = 'https://patmint.test/openapi.json'

export function createContract(document: OpenApiDocument): Contract {
  const closed = close(structuredClone(document))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void
  addFormats(ajv)
  ajv.addSchema(closed, BASE)
  const validators = new Map<string, ValidateFunction>()
  const compile = (schema: Json): ValidateFunction => {
    const key = JSON.stringify(schema)
    const known = validators.get(key) ?? ajv.compile(rebase(schema))
    validators.set(key, known)
    return known
  }
  const resolve = (part: Json): Json =>
    part?.$ref === undefined
      ? part
      : part.$ref
          .slice(2)
          .split('/')
          .reduce((at: Json, name: string) => at[name], closed)
  const operations = new Map(
    Object.values(closed.paths as Record<string, Json>)
      .flatMap((path) => Object.values<Json>(path))
      .map((operation) => [operation.operationId, operation]),
  )
  const describe = (operationId: string): Json => {
    const operation = operations.get(operationId)
    if (operation === undefined) throw new Error(`${operationId} is not in the document`)
    return operation
  }

  const complain = (what: string, schema: Json, value: unknown): string[] => {
    const validate = compile(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }

  const judgeHeaders = (promised: Json, headers: Headers): string[] =>
    Object.entries<Json>(promised.headers ?? {}).flatMap(([name, reference]) => {
      const header = resolve(reference)
      const value = headers.get(name)
      if (value === null) return header.required === true ? [`the header ${name} is missing`] : []
      return complain(name, header.schema, header.schema.type === 'integer' ? Number(value) : value)
    })

  const judgeUnpromised = (promised: Json, headers: Headers): string[] => {
    const names = Object.keys(closed.components.headers)
    return names
      .filter((name) => headers.get(name) !== null && promised.headers?.[name] === undefined)
      .map((name) => `the header ${name} was not promised`)
  }

  const judgeBody = (promised: Json, { headers, text }: Received): string[] => {
    const [type] = (headers.get('content-type') ?? '').split(';')
    if (promised.content === undefined) return text === '' ? [] : ['there is a body, and none was promised']
    const media = promised.content[type ?? '']
    if (media === undefined) return [`the content type ${type} was not promised`]
    try {
      return complain('body', media.schema, JSON.parse(text))
    } catch (error) {
      return [`the body is no JSON: ${(error as Error).message}`]
    }
  }

  return {
    describe,
    resolve,
    judge(operationId, received) {
      const promised = resolve(describe(operationId).responses[received.status])
      if (promised === undefined) return [`the status ${received.status} was not promised`]
      return [
        ...judgeHeaders(promised, received.headers),
        ...judgeUnpromised(promised, received.headers),
        ...judgeBody(promised, received),
      ]
    },
  }
}

/** Clients must bear new fields, and we must not answer with any that the document does not have. */
function close(part: Json): Json {
  if (typeof part !== 'object' || part === null) return part
  for (const value of Object.values(part)) close(value)
  const isObject = part.type === 'object' && part.properties !== undefined
  // What refines another schema names a few of its fields only.
  const isRefinement = part.properties?.status?.const !== undefined
  if (isObject && !isRefinement && part.additionalProperties === undefined) part.additionalProperties = false
  return part
}

const rebase = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${BASE}#/components/`))
