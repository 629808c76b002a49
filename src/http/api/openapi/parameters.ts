import type { Operation } from '../operation.ts'
import { hasEtag } from './headers.ts'
import type { Json, Schemas } from './json-schema.ts'

const ETAG_EXAMPLE = '"q7PvTFBmWb2Zr0o1nYcXJ5sLkVd"'

/** What may be sent in a header, whatever the operation is about. */
export const HEADER_PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'A random text of yours, such as a UUID. A request that is repeated with it within 24 hours is done once, and answered alike.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
    example: '6f1d3e1c-0b0e-4b55-9d0b-3c6f2f3f0a51',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag of what you read: it is changed only if nobody else did since.',
    schema: { type: 'string' },
    example: ETAG_EXAMPLE,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag of what you have: where it is still so, the answer is 304 without a body.',
    schema: { type: 'string' },
    example: ETAG_EXAMPLE,
  },
} as const satisfies Record<string, Json>

type HeaderParameter = keyof typeof HEADER_PARAMETERS

/** Everything that an operation takes beside its body. */
export const listParameters = (schemas: Schemas, subject: Operation): Json[] => [
  ...fromFields(schemas.of(subject.params, 'input'), 'path'),
  ...fromFields(schemas.of(subject.query, 'input'), 'query'),
  ...listHeaderParameters(subject).map((name) => ({ $ref: `#/components/parameters/${name}` })),
]

export function listHeaderParameters(subject: Operation): HeaderParameter[] {
  return [
    ...(subject.method === 'post' && subject.access !== 'public' ? (['IdempotencyKey'] as const) : []),
    ...(subject.current === undefined ? [] : (['IfMatch'] as const)),
    ...(subject.method === 'get' && hasEtag(subject) ? (['IfNoneMatch'] as const) : []),
  ]
}

function fromFields(object: Json, where: 'path' | 'query'): Json[] {
  const required = (object['required'] ?? []) as string[]
  return Object.entries((object['properties'] ?? {}) as Record<string, Json>).map(([name, field]) => {
    const { description = describeId(name, where), ...schema } = field
    return {
      name,
      in: where,
      ...(where === 'path' || required.includes(name) ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
      schema,
    }
  })
}

/** `workspaceId` says all that there is to say. */
function describeId(name: string, where: 'path' | 'query'): string | undefined {
  if (!name.endsWith('Id')) return undefined
  const thing = name
    .slice(0, -2)
    .replaceAll(/(?=[A-Z])/g, ' ')
    .toLowerCase()
  return where === 'path' ? `The ${thing}’s id.` : `Only those of the ${thing} with this id.`
}
