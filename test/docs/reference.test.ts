import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { z } from 'zod'
import { renderErrors } from '../../scripts/write-error-docs.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { SCHEMA } from '../../src/http/graphql/schema.ts'
import { differences } from './reference/compare.ts'
import { omissionsOf } from './reference/coverage.ts'
import { listReferencePages, parseReferencePage, readReferencePage } from './reference/page.ts'
import { complaintsOf } from './reference/template.ts'

const GUIDE = 'docs/reference-contributing.md'

describe('the reference', () => {
  for (const file of listReferencePages()) {
    it(`${file} has the form that ${GUIDE} asks for`, () => {
      expect(complaintsOf(readReferencePage(file))).to.deep.equal([])
    })

    it(`${file} explains its errors as the server answers them (else run: npm run docs:errors)`, () => {
      const { source } = readReferencePage(file)
      expect(source).to.equal(renderErrors(file, source))
    })
  }
})

describe('an operation of the API', () => {
  for (const operation of OPERATIONS) {
    it(`${operation.id} stands on the page of its tag, with its scope and every field`, () => {
      expect(omissionsOf(operation)).to.deep.equal([])
    })
  }

  it('is missed where the page does not name it, its scope or a field', () => {
    const [whoami] = OPERATIONS
    if (whoami === undefined) throw new Error('there are no operations')
    expect(omissionsOf({ ...whoami, path: '/api/v1/nobody' })).to.have.length(1)
    expect(omissionsOf({ ...whoami, access: 'patmint:read' })).to.have.length(1)
    expect(omissionsOf({ ...whoami, tag: 'Nothing' as never })).to.have.length(1)
    expect(omissionsOf({ ...whoami, reply: z.object({ unheardOf: z.string() }) })).to.have.length(1)
  })

  it('of GraphQL stands on its page', () => {
    const { source } = readReferencePage('docs/reference/graphql.md')
    const [, queries = '', mutations = ''] =
      /type Query \{(.*?)^ {2}\}.*?type Mutation \{(.*?)^ {2}\}/ms.exec(SCHEMA) ?? []
    const names = [...`${queries}${mutations}`.matchAll(/^ {4}(\w+)[(:]/gm)].map(([, name = '']) => name)
    expect(names).to.have.length(6)
    expect(names.filter((name) => !new RegExp(`^\\| \`${name}\\b`, 'm').test(source))).to.deep.equal([])
  })
})

describe('the form of a reference page', () => {
  const guide = readFileSync(GUIDE, 'utf8')
  const example =
    /^````markdown\n(.*?)^````$/ms.exec(guide)?.[1]?.replaceAll('\n…\n', '\nPATMINT_URL Authorization\n') ??
    ''
  const complaints = (change: (page: string) => string) =>
    complaintsOf(parseReferencePage('x.md', change(example)))

  it('is that of the example in the guide', () => {
    const filled = (page: string) => page.replaceAll(/\| … /g, '| Because. ')
    expect(complaints(filled)).to.deep.equal([])
  })

  const wrongs: [what: string, change: (page: string) => string, complaint: RegExp][] = [
    [
      'a purpose of two sentences',
      (page) => page.replace('that it is.', 'that it is. More.'),
      /not one sentence/,
    ],
    ['no concept', (page) => page.replace('## What it is', '## About'), /first sections/],
    [
      'nothing of Authorization',
      (page) => page.replace('| `Authorization` |', '| `Host` |'),
      /Authorization/,
    ],
    ['no errors', (page) => page.replace('## Errors', '## Mistakes'), /last section/],
    ['no scope', (page) => page.replace(' · needs `patmint:read`', ''), /method, path and scope/],
    ['no Python', (page) => page.replace('```python', '```console'), /no sample in python/],
    [
      'a sample without a token',
      (page) => page.replace(/ -H "Authorization[^"]*"/, ''),
      /sends no Authorization/,
    ],
    ['another address', (page) => page.replace('"$PATMINT_URL/', '"https://example.com/'), /PATMINT_URL/],
    [
      'an answer in one line',
      (page) => page.replace('{\n  "data": [],\n  ', '{"data":[],'),
      /pretty-printed/,
    ],
    ['no answer', (page) => page.replace(/```json\n.*?```/s, ''), /without its answer/],
    ['an import', (page) => page.replace('```python\n', '```python\nimport requests\n'), /imports requests/],
    ['a column too few', (page) => page.replace('| Cause | Fix |', '| Cause |'), /no table/],
    ['an error without a fix', (page) => page.replace(/… \| … \|\n/, 'Why. | |\n'), /not complete/],
    ['a secret', (page) => `${page}\npat_${'a1'.repeat(24)}b\n`, /shows a secret/],
  ]
  for (const [what, change, complaint] of wrongs) {
    it(`is not that of a page with ${what}`, () => {
      expect(change(example)).not.to.equal(example)
      expect(complaints(change).join('\n')).to.match(complaint)
    })
  }
})

describe('an answer and what the page shows of it', () => {
  const ID = '019ac8e4-7b1e-7cc0-9d53-0d2f6f0e9a11'
  const OTHER = '01a20451-9227-77ab-8ae5-a447af753d44'
  const json = (shown: unknown, came: unknown) =>
    differences('json', JSON.stringify(shown), JSON.stringify(came))

  it('are the same where only ids, times and what … stands for are others', () => {
    const shown = { id: ID, at: '2026-12-27T21:04:05.000Z', secret: 'pat_4Q…', of: ID, list: [1, null] }
    const came = {
      id: OTHER,
      at: '2030-01-01T00:00:00.123Z',
      secret: 'pat_4Qabc',
      of: OTHER,
      list: [1, null],
    }
    expect(json(shown, came)).to.deep.equal([])
  })

  for (const [what, shown, came] of [
    ['a value', { a: 1 }, { a: 2 }],
    ['a type', { a: 1 }, { a: '1' }],
    ['a field more', { a: 1 }, { a: 1, b: 2 }],
    ['a field less', { a: 1, b: 2 }, { a: 1 }],
    ['another order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['an element more', { a: [1] }, { a: [1, 1] }],
    ['null in a time’s place', { at: '2026-12-27T21:04:05.000Z' }, { at: null }],
    ['a time in null’s place', { at: null }, { at: '2026-12-27T21:04:05.000Z' }],
    ['no id', { id: ID }, { id: 'x' }],
    ['two ids in the place of one', [ID, ID], [ID, OTHER]],
    ['one id in the place of two', [ID, OTHER], [ID, ID]],
    ['nothing in the place of …', 'pat_…', 'pat_'],
    ['a list in the place of an object', {}, []],
  ] as const) {
    it(`differ by ${what}`, () => {
      expect(json(shown, came)).to.have.length.greaterThan(0)
    })
  }

  it('differ by status, by a header that is shown, and by the body', () => {
    const answer = (status: string, etag: string, body: string) =>
      `HTTP/1.1 ${status}\r\nETag: ${etag}\r\nDate: now\r\n\r\n${body}`
    const shown = 'HTTP/1.1 200 OK\nETag: "a…"\n\n{ "a": 1 }\n'
    expect(differences('http', shown, answer('200 OK', '"abc"', '{"a":1}'))).to.deep.equal([])
    expect(differences('http', shown, answer('201 Created', '"abc"', '{"a":1}'))).to.have.length(1)
    expect(differences('http', shown, answer('200 OK', '"b"', '{"a":1}'))).to.have.length(1)
    expect(differences('http', shown, answer('200 OK', '"abc"', '{"a":2}'))).to.have.length(1)
    expect(differences('text', '204\n', '204\n')).to.deep.equal([])
    expect(differences('text', '204\n', '404\n')).to.have.length(1)
  })
})
