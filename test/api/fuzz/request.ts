import fc from 'fast-check'
import { type Operation, takesBody } from '../../../src/http/api/operation.ts'
import type { Contract } from '../contract/contract.ts'
import { anyJson, arbitraryOf, type Known } from './values.ts'

// biome-ignore lint/suspicious/noExplicitAny: parameters as they stand in the document
type Json = any

export type FuzzRequest = {
  readonly operation: Operation
  readonly who: 'member' | 'admin' | 'nobody' | 'garbage'
  /** Which of their tokens: some are revoked as we go. */
  readonly token: number
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string | undefined
}

/** A request for the operation: mostly one that makes sense, so that it gets far before it meets something odd. */
export function requestFor(
  contract: Contract,
  operation: Operation,
  known: Known,
): fc.Arbitrary<FuzzRequest> {
  const described = contract.describe(operation.id)
  const tools = { known, resolve: contract.resolve }
  const parameters: Json[] = (described.parameters ?? []).map(contract.resolve)
  const placed = (where: string) => parameters.filter((parameter) => parameter.in === where)
  const usual = operation.access === 'patmint:admin' ? 'admin' : 'member'
  return fc
    .record({
      who: fc.oneof(
        { weight: 16, arbitrary: fc.constant(usual) },
        { weight: 3, arbitrary: fc.constantFrom('member', 'admin', 'nobody') },
        { weight: 1, arbitrary: fc.constant('garbage') },
      ),
      token: fc.nat(),
      path: fc.tuple(...placed('path').map((parameter) => partOf(tools, parameter))),
      query: queryOf(tools, placed('query')),
      headers: headersOf(placed('header')),
      text: takesBody(operation) ? bodyOf(tools, described) : fc.constant(undefined),
    })
    .map(({ who, token, path, query, headers, text }) => ({
      operation,
      who: who as FuzzRequest['who'],
      token,
      target: fill(operation.path, path) + query,
      headers,
      text,
    }))
}

type Tools = Parameters<typeof arbitraryOf>[0]

/** Words that are other operations' addresses, and what is taken out of an address before it is sent. */
const RESERVED = /^(self|revoke|preview|versions|\.{0,2})$/

function partOf(tools: Tools, { name, schema }: Json): fc.Arbitrary<string> {
  const { ids, texts, parameters } = tools.known
  const fitting = fc.constantFrom(...(parameters[name] ?? ids))
  const sensible = fc.constantFrom(...ids, ...texts)
  const odd = arbitraryOf(tools, schema).map((value) => String(value).toWellFormed().slice(0, 2_000))
  return fc
    .oneof(
      { weight: 10, arbitrary: fitting },
      { weight: 1, arbitrary: sensible },
      { weight: 1, arbitrary: odd },
    )
    .filter((part) => !RESERVED.test(part))
    .map(encodeURIComponent)
}

const fill = (path: string, parts: readonly string[]): string => {
  let index = 0
  return path.replaceAll(/\{\w+\}/g, () => parts[index++] ?? '')
}

function queryOf(tools: Tools, parameters: readonly Json[]): fc.Arbitrary<string> {
  const fields = Object.fromEntries(
    parameters.map(({ name, schema }) => [name, arbitraryOf(tools, schema).map(toParameter)]),
  )
  const known = fc.record(fields, { requiredKeys: [] }).map((given) => toQuery(Object.entries(given)))
  const odd = fc
    .array(
      fc.tuple(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 20 }).map(toParameter)),
      { maxLength: 3 },
    )
    .map(toQuery)
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 6, arbitrary: known },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: fc.constantFrom('?', '?&&==', '?limit=1&limit=2', '?%', '?a[b]=c', '?%00=%00') },
  )
}

const toParameter = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed().slice(0, 2_000)

const toQuery = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString()}`

const headerText = fc.string({
  unit: fc
    .integer({ min: 0x21, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 300,
})

function headersOf(parameters: readonly Json[]): fc.Arbitrary<Record<string, string>> {
  const own = Object.fromEntries(
    parameters.map(({ name, example }) => [
      name,
      fc.oneof(fc.constantFrom(example, '*', 'again'), headerText),
    ]),
  )
  const any = {
    accept: fc.constantFrom('*/*', 'text/html', 'application/xml', ';;q=,'),
    'accept-language': headerText,
    'x-request-id': headerText,
    'x-forwarded-for': headerText,
    cookie: headerText,
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=latin1',
      'text/plain',
      'application/problem+json',
      ';',
    ),
  }
  const common = fc.record(any, { requiredKeys: [] })
  return fc
    .tuple(
      fc.record(own, { requiredKeys: [] }),
      fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: common }),
    )
    .map(([first, second]) => ({ ...first, ...second }) as Record<string, string>)
}

function bodyOf(tools: Tools, described: Json): fc.Arbitrary<string> {
  const { schema, example } = described.requestBody.content['application/json']
  const odd = fc.oneof(
    anyJson.map((value) => JSON.stringify(value)),
    fc.string({ maxLength: 60 }),
    fc.constant('{"a":'),
  )
  const changed = fc
    .tuple(fc.constant(example), arbitraryOf(tools, schema))
    .map(([usual, other]) =>
      JSON.stringify(typeof other === 'object' && other !== null ? { ...usual, ...other } : other),
    )
  return fc.oneof(
    { weight: 5, arbitrary: arbitraryOf(tools, schema).map((value) => JSON.stringify(value)) },
    { weight: 5, arbitrary: changed },
    { weight: 1, arbitrary: odd },
  )
}
