import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { PROBLEMS } from '../../src/http/api/problems.ts'
import { TAGS } from '../../src/http/api/tags.ts'
import { toProblem } from '../../src/http/problem.ts'
import { type ErrorKind, ProductError } from '../../src/lib/index.ts'

/** Every code of a ProductError in the sources, with the statuses that its kinds become. */
function readCodes(): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  )
  for (const path of files) {
    const text = readFileSync(join('src', path), 'utf8')
    for (const [, code = '', kind = ''] of text.matchAll(/code = '(\w+)'\s+readonly kind = '(\w+)'/g))
      found.set(code, (found.get(code) ?? new Set()).add(statusOf(kind as ErrorKind)))
  }
  return found
}

function statusOf(kind: ErrorKind): number {
  class Example extends ProductError {
    readonly code = 'example'
    readonly kind = kind
  }
  return toProblem(new Example('')).status
}

/** Statuses of Koa's and of the body parser's, which have no class of ours. */
const LIBRARIES = { method_not_allowed: 405, bad_request: 400, payload_too_large: 413, internal_error: 500 }

describe('the codes of the API', () => {
  it('are explained with the status that they are answered with', () => {
    const codes = readCodes()
    for (const [code, { status }] of Object.entries(PROBLEMS)) {
      const answered = [...(codes.get(code) ?? [LIBRARIES[code as keyof typeof LIBRARIES]])]
      expect([status].flat(), code).to.have.members(answered)
    }
  })

  it('have operations of known groups, each with a name and a route of its own', () => {
    const ids = OPERATIONS.map(({ id }) => id)
    const routes = OPERATIONS.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(ids).size).to.equal(ids.length)
    expect(new Set(routes).size).to.equal(routes.length)
    for (const { tag } of OPERATIONS) expect(TAGS).to.have.property(tag)
  })
})
