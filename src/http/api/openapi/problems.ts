import { STATUS_CODES } from 'node:http'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Operation, takesBody } from '../operation.ts'
import { PROBLEMS, type ProblemCode } from '../problems.ts'
import { listProblemHeaders, referToHeaders } from './headers.ts'
import type { Json, Schemas } from './json-schema.ts'

const fieldProblem = z.object({ field: z.string(), message: z.string() })

/** RFC 9457. */
const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().meta({ description: 'The status in words.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'For people: what is wrong, and what to do.' }),
    code: z.string().meta({ description: 'For programs: never renamed, and never used for something else.' }),
    field: z.string().optional().meta({ description: 'The field, parameter or header that it is about.' }),
    errors: z
      .array(fieldProblem)
      .optional()
      .meta({ description: 'Every field or parameter that is not right.' }),
    requestId: z.string().meta({ description: 'For the administrator, to find the request in the log.' }),
  })
  .meta({ id: 'Problem', description: 'Why it was not done (RFC 9457).' })

const ALWAYS = [
  'malformed_request',
  'invalid_parameters',
  'rate_limited',
  'internal_error',
  'database_unavailable',
  'overloaded',
] as const

const WITH_BODY = ['bad_request', 'unsupported_media_type', 'payload_too_large'] as const

/** Every code that an operation answers with: its own, and those that come with how it is asked. */
export function listCodes(subject: Operation): ProblemCode[] {
  const codes = new Set<ProblemCode>([...subject.errors, ...ALWAYS])
  const add = (more: readonly ProblemCode[]) => more.forEach((code) => void codes.add(code))
  if (subject.access !== 'public') add(listBearerCodes(subject))
  if (takesBody(subject)) add(WITH_BODY)
  if (subject.method === 'post' && subject.access !== 'public')
    add(['idempotency_key_invalid', 'idempotency_key_reused'])
  if (subject.current !== undefined) add(['precondition_failed'])
  return [...codes].sort()
}

function listBearerCodes({ access, evenIfBound }: Operation): ProblemCode[] {
  return [
    'authentication_required',
    'invalid_token',
    'invalid_request',
    ...(access === 'any_token' ? [] : (['insufficient_scope'] as const)),
    ...(evenIfBound === true ? [] : (['token_bound_elsewhere'] as const)),
  ]
}

const statusesOf = (code: ProblemCode): readonly number[] => [PROBLEMS[code].status].flat()

/** Statuses that come with how an operation is asked, and never with what it does. */
const OF_ALL: readonly number[] = [401, 413, 415, 429, 500, 503]

/** The refusals of an operation, by status. Many have the same, so each is in one place. */
export const problemResponses = (subject: Operation): Record<string, Json> =>
  Object.fromEntries(
    listStatuses(subject).map((status) => [
      String(status),
      { $ref: `#/components/responses/${nameResponse(subject, status)}` },
    ]),
  )

/** The refusals that are referred to, by name. @throws where one name would stand for two */
export function sharedResponses(subjects: readonly Operation[]): Record<string, Json> {
  const responses: Record<string, Json> = {}
  for (const subject of subjects) {
    for (const status of listStatuses(subject)) {
      const [name, response] = [nameResponse(subject, status), problemResponse(subject, status)]
      responses[name] ??= response
      if (!isDeepStrictEqual(responses[name], response)) throw new Error(`two responses are called ${name}`)
    }
  }
  return responses
}

/** `Unauthorized`, or `NotFound.token_not_found` where it depends on the operation. The same name, the same response. */
function nameResponse(subject: Operation, status: number): string {
  const codes = OF_ALL.includes(status) ? [] : codesOf(subject, status)
  return [(STATUS_CODES[status] ?? '').replaceAll(/\W/g, '') + nameAskers(subject), ...codes].join('.')
}

/** Their answers have other headers. */
const nameAskers = ({ access, fromAnywhere }: Operation): string =>
  access === 'public' ? 'ToAnybody' : fromAnywhere === true ? 'FromAnywhere' : ''

const codesOf = (subject: Operation, status: number): ProblemCode[] =>
  listCodes(subject).filter((code) => statusesOf(code).includes(status))

const listStatuses = (subject: Operation): number[] =>
  [...new Set(listCodes(subject).flatMap(statusesOf))].sort((a, b) => a - b)

function problemResponse(subject: Operation, status: number): Json {
  const codes = codesOf(subject, status)
  return {
    description: codes.map((code) => PROBLEMS[code].meaning).join(' '),
    headers: referToHeaders(listProblemHeaders(subject, status)),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            {
              type: 'object',
              properties: { status: { const: status }, code: { type: 'string', enum: codes } },
            },
          ],
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${nameExample(code, status)}` }]),
        ),
      },
    },
  }
}

/** A code that comes with two statuses has an example of each. */
const nameExample = (code: ProblemCode, status: number): string =>
  statusesOf(code).length === 1 ? code : `${code}_${status}`

/** The example of each code that some operation answers with. */
export function problemExamples(subjects: readonly Operation[]): Record<string, Json> {
  const codes = [...new Set(subjects.flatMap(listCodes))].sort()
  return Object.fromEntries(
    codes.flatMap((code) =>
      statusesOf(code).map((status) => [nameExample(code, status), problemExample(code, status)]),
    ),
  )
}

function problemExample(code: ProblemCode, status: number): Json {
  const { meaning, cause, fix } = PROBLEMS[code]
  const wrong = { field: 'limit', message: 'must be a whole number from 1 to 100' }
  return {
    summary: meaning,
    description: `${cause} ${fix}`,
    value: {
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: code === 'invalid_parameters' ? `${wrong.field}: ${wrong.message}` : `${meaning} ${fix}`,
      code,
      ...(code === 'invalid_parameters' ? { field: wrong.field, errors: [wrong] } : {}),
      requestId: '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a22',
    },
  }
}

/** Makes `Problem` known to the document. */
export const nameProblem = (schemas: Schemas): void => void schemas.of(problemSchema, 'output')
