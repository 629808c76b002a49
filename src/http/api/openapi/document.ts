import type { Operation } from '../operation.ts'
import { OPERATIONS } from '../operations.ts'
import { TAGS } from '../tags.ts'
import { HEADERS } from './headers.ts'
import { createSchemas, type Json, type Schemas } from './json-schema.ts'
import { toOperationObject } from './operation-object.ts'
import { HEADER_PARAMETERS, listHeaderParameters } from './parameters.ts'
import { nameProblem, problemExamples, sharedResponses } from './problems.ts'

/** Where the API is. `url` may hold variables, which the others then explain. */
type Server = Json & { readonly url: string }

export type OpenApiDocument = Json & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>
}

const DESCRIPTION = `Everything that the pages do, for programs.

**Authentication.** Send a token in the header \`Authorization: Bearer\`. Cookies never count, and a token in an address is refused. Each
operation says which scope it needs; what is made with a token can do no more than that token.

**Lists** answer with \`data\` and \`nextCursor\`. Send that as \`cursor\` for the page after, until it is null.

**Errors** are problems of RFC 9457. Go by their \`code\`, which is never renamed.

**Repeating.** A \`POST\` with an \`Idempotency-Key\` is done once within 24 hours, however often it is sent.

Names are camelCase, times are RFC 3339 in UTC. Replies may get more fields: ignore those that you do not know.`

/** OpenAPI 3.1 of what is at that address, made of the operations that answer there. */
export function buildDocument(
  server: Server,
  operations: readonly Operation[] = OPERATIONS,
): OpenApiDocument {
  const schemas = createSchemas()
  nameProblem(schemas)
  const paths = toPaths(schemas, operations)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patmint API',
      version: '1.0.0',
      summary: 'Personal access tokens, and who may do what with them.',
      description: DESCRIPTION,
      license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
      contact: { name: 'The administrator of this server' },
    },
    servers: [server],
    tags: Object.entries(TAGS)
      .filter(([name]) => operations.some(({ tag }) => tag === name))
      .map(([name, description]) => ({ name, description })),
    security: [{ token: [] }],
    paths,
    components: toComponents(schemas, operations),
  }
}

function toPaths(schemas: Schemas, operations: readonly Operation[]): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, Json>> = {}
  for (const subject of operations)
    paths[subject.path] = { ...paths[subject.path], [subject.method]: toOperationObject(schemas, subject) }
  return paths
}

function toComponents(schemas: Schemas, operations: readonly Operation[]): Json {
  const parameters = new Set(operations.flatMap(listHeaderParameters))
  return {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'A personal access token with the scope that the operation asks for.',
      },
    },
    schemas: schemas.named(),
    headers: HEADERS,
    parameters: Object.fromEntries(
      Object.entries(HEADER_PARAMETERS).filter(([name]) => parameters.has(name as never)),
    ),
    responses: sharedResponses(operations),
    examples: problemExamples(operations),
  }
}
