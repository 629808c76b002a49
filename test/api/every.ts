import { buildDocument } from '../../src/http/api/openapi/document.ts'
import { type Operation, takesBody } from '../../src/http/api/operation.ts'

type Media = { readonly content: { readonly 'application/json': { readonly example: object } } }

const { paths } = buildDocument({ url: 'https://patmint.example.com' })

/** A body that the operation takes, as its documentation shows one. */
export function bodyOf(subject: Operation): object | undefined {
  if (!takesBody(subject)) return undefined
  const described = paths[subject.path]?.[subject.method] as unknown as { readonly requestBody: Media }
  return described.requestBody.content['application/json'].example
}

/** The names of the parameters in its path, in their order: `organization`, `accountId`. */
export const parametersOf = ({ path }: Operation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

export const fillPath = ({ path }: Operation, idFor: (name: string) => string): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(idFor(name)))

type Call = {
  readonly path?: string
  readonly query?: string
  readonly secret?: string | undefined
  readonly body?: object | undefined
}

/** Calls it with a body that it takes, unless another is given. */
export async function callOperation(url: string, subject: Operation, call: Call = {}): Promise<Response> {
  const { path = fillPath(subject, () => 'x'), query = '', secret, body = bodyOf(subject) } = call
  return await fetch(`${url}${path}${query}`, {
    method: subject.method.toUpperCase(),
    headers: {
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
