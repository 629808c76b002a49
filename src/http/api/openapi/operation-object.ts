import { type Operation, takesBody } from '../operation.ts'
import { exampleOf } from './examples.ts'
import { hasEtag, listReplyHeaders, referToHeaders } from './headers.ts'
import type { Json, Schemas } from './json-schema.ts'
import { listParameters } from './parameters.ts'
import { problemResponses } from './problems.ts'

/** One operation, as the document has it under its path and method. */
export function toOperationObject(schemas: Schemas, subject: Operation): Json {
  const parameters = listParameters(schemas, subject)
  return {
    operationId: subject.id,
    tags: [subject.tag],
    summary: subject.summary,
    description: `${subject.description} ${needOf(subject)}`,
    ...describeAccess(subject),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(takesBody(subject) ? { requestBody: toRequestBody(schemas, subject) } : {}),
    responses: { ...replies(schemas, subject), ...problemResponses(subject) },
  }
}

/** Renderers do not show `x-required-scope`, so that the text says it too. */
function needOf({ access }: Operation): string {
  if (access === 'public') return 'It takes no token.'
  return access === 'any_token' ? 'Any live token will do.' : `It needs the scope \`${access}\`.`
}

function describeAccess({ access }: Operation): Json {
  if (access === 'public') return { security: [] }
  return { security: [{ token: [] }], 'x-required-scope': access === 'any_token' ? null : access }
}

function toRequestBody(schemas: Schemas, subject: Operation): Json {
  const schema = schemas.of(subject.body, 'input')
  const example = exampleOf(schemas, schema, `the body of ${subject.id}`)
  const isNeeded = !subject.body.safeParse({}).success
  return { required: isNeeded, content: { 'application/json': { schema, example } } }
}

const WORDS = {
  200: 'It is done, and this is how it is now.',
  201: 'It was made.',
  202: 'It was taken, and is being seen to.',
  204: 'It is done, and there is nothing to say about it.',
} as const satisfies Record<Operation['status'], string>

function replies(schemas: Schemas, subject: Operation): Record<string, Json> {
  const headers = referToHeaders(listReplyHeaders(subject))
  const description = subject.method === 'get' ? 'This is how it is now.' : WORDS[subject.status]
  const reply = { description, headers, ...(subject.status === 204 ? {} : toContent(schemas, subject)) }
  const notModified = { description: 'It is as your If-None-Match says.', headers }
  const mayBeUnmodified = subject.method === 'get' && hasEtag(subject)
  return { [subject.status]: reply, ...(mayBeUnmodified ? { 304: notModified } : {}) }
}

function toContent(schemas: Schemas, { id, reply }: Operation): Json {
  const schema = schemas.of(reply, 'output')
  const example = exampleOf(schemas, schema, `the reply of ${id}`)
  return { content: { 'application/json': { schema, example } } }
}
