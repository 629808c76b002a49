import { expect } from 'chai'
import { toProblem } from '../../src/http/problem.ts'
import { type ErrorKind, ProductError } from '../../src/lib/index.ts'

class Example extends ProductError {
  readonly code = 'example'
  readonly kind: ErrorKind
  override readonly field = 'name'
  constructor(kind: ErrorKind) {
    super('Do it another way.', { internal: 'for the log' }, { cause: new Error('inner') })
    this.kind = kind
  }
}

describe('turning an error into a status', () => {
  const statuses = {
    invalid: 400,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    precondition_failed: 412,
    unsupported: 415,
    unprocessable: 422,
    too_many: 429,
    unavailable: 503,
  } as const
  for (const [kind, status] of Object.entries(statuses)) {
    it(`answers ${kind} with ${status}`, () => {
      const problem = toProblem(new Example(kind as ErrorKind))
      expect(problem).to.include({ status, code: 'example', message: 'Do it another way.', field: 'name' })
      expect(JSON.stringify(problem)).not.to.contain('log').and.not.to.contain('inner')
    })
  }

  it('asks for patience where something is unavailable', () => {
    expect(toProblem(new Example('unavailable')).retryAfterSeconds).to.equal(2)
  })

  for (const [name, error] of [
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['a server that is shutting down', Object.assign(new Error('terminating'), { code: '57P01' })],
    ['a broken connection', new Error('Connection terminated unexpectedly')],
  ] as const) {
    it(`W9 answers ${name} of the database with 503`, () => {
      expect(toProblem(error)).to.include({ status: 503, code: 'database_unavailable', retryAfterSeconds: 2 })
    })
  }

  it('answers a bug with 500 and nothing inside', () => {
    const problem = toProblem(new TypeError('secret internals'))
    expect(problem).to.include({ status: 500, code: 'internal_error' })
    expect(JSON.stringify(problem)).not.to.contain('internals')
  })

  it('takes no status of 500 or above, and no text, from a library', () => {
    expect(toProblem(Object.assign(new Error('x'), { status: 502, expose: true })).status).to.equal(500)
    const large = Object.assign(new Error('inner words'), { status: 413, type: 'entity.too.large' })
    expect(toProblem(large)).to.include({ status: 413, code: 'payload_too_large' })
    expect(toProblem(large).message).not.to.contain('inner words')
  })

  for (const thrown of [undefined, null, 'text', 7]) {
    it(`survives that ${String(thrown)} is thrown`, () => {
      expect(toProblem(thrown).status).to.equal(500)
    })
  }
})
