import { readFile } from 'node:fs/promises'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import spectralCore from '@stoplight/spectral-core'
import spectralRulesets from '@stoplight/spectral-rulesets'
import { expect } from 'chai'
import { OPENAPI_DOCS, renderOpenApiDocs } from '../../scripts/write-openapi-docs.ts'
import type { OpenApiDocument } from '../../src/http/api/openapi/document.ts'
import { listCodes } from '../../src/http/api/openapi/problems.ts'
import { takesBody } from '../../src/http/api/operation.ts'
import { OPERATIONS } from '../../src/http/api/operations.ts'
import { freshServer, type TestServer } from '../support/server.ts'

/** What redocly has to say by its recommended rules. */
async function lintByRedocly(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source, config })
  return problems.map(
    ({ severity, ruleId, message, location }) => `${severity} ${ruleId}: ${message} ${location[0]?.pointer}`,
  )
}

/** What spectral has to say by all of its rules for OpenAPI, those that it does not recommend included. */
async function lintBySpectral(source: string): Promise<string[]> {
  const { Ruleset, Spectral } = spectralCore
  const spectral = new Spectral()
  const rules = {
    // Tags stand in the order in which they are read about.
    'openapi-tags-alphabetical': 'off',
    // It wants an address. Every server has its own administrator, whose address is not for everybody.
    'contact-properties': 'off',
  } as const
  spectral.setRuleset(new Ruleset({ extends: [[spectralRulesets.oas, 'all']], rules }))
  return (await spectral.run(source)).map(
    ({ severity, code, message, path }) => `${severity} ${code}: ${message} ${path.join('.')}`,
  )
}

describe('/openapi.json', () => {
  let server: TestServer
  let text: string
  let document: OpenApiDocument
  before(async () => {
    server = await freshServer({ PATMINT_CORS_ORIGINS: 'https://app.example.com' })
    text = await (await fetch(`${server.url}/openapi.json`)).text()
    document = JSON.parse(text)
  })
  after(() => server.close())

  it('is without a complaint of redocly’s', async () => {
    expect(await lintByRedocly(text)).to.deep.equal([])
  })

  it('is without a complaint of spectral’s', async () => {
    expect(await lintBySpectral(text)).to.deep.equal([])
  })

  it('would be complained of if an operation lost its description, its tag or an example its sense', async () => {
    const spoilt = structuredClone(document) as unknown as {
      paths: Record<string, Record<string, Spoilable>>
    }
    // One path is enough to spoil, and the linters take their time over all of them.
    const path = '/api/v1/tokens/{tokenId}'
    spoilt.paths = { [path]: spoilt.paths[path] ?? {} }
    const operation = spoilt.paths[path]?.['get']
    delete operation?.description
    operation?.tags.splice(0)
    Object.assign(operation?.responses['200'].content['application/json'].example ?? {}, { scopes: 'none' })
    const source = JSON.stringify(spoilt)
    const complaints = [...(await lintByRedocly(source)), ...(await lintBySpectral(source))].join('\n')
    for (const rule of ['operation-description', 'operation-tags', 'oas3-valid-media-example'])
      expect(complaints).to.contain(rule)
  })

  it('is for anybody, at this address, and not sent twice', async () => {
    const first = await fetch(`${server.url}/openapi.json`, {
      headers: { origin: 'https://app.example.com' },
    })
    expect(first.status).to.equal(200)
    expect(first.headers.get('content-type')).to.equal('application/json; charset=utf-8')
    expect(first.headers.get('cache-control')).to.equal('public, max-age=300')
    expect(first.headers.get('access-control-allow-origin')).to.equal('https://app.example.com')
    expect(first.headers.getSetCookie()).to.deep.equal([])
    expect((await first.json()).servers).to.deep.equal([{ url: server.url }])
    const etag = first.headers.get('etag') ?? ''
    const again = await fetch(`${server.url}/openapi.json`, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    })
    expect([again.status, await again.text()]).to.deep.equal([304, ''])
  })

  it('has every operation, with what it takes, what it needs and every error that it declares', () => {
    const count = Object.values(document.paths).reduce((sum, path) => sum + Object.keys(path).length, 0)
    expect(count).to.equal(OPERATIONS.length)
    for (const subject of OPERATIONS) {
      const { id, method, path, access } = subject
      const described = document.paths[path]?.[method] ?? {}
      expect(described, id).to.include({ operationId: id, summary: subject.summary })
      expect(described['description'], id).to.contain(subject.description)
      expect('requestBody' in described, id).to.equal(takesBody(subject))
      const isScope = access.startsWith('patmint:')
      if (isScope) expect(described['x-required-scope'], id).to.equal(access)
      expect(described['security'], id).to.deep.equal(access === 'public' ? [] : [{ token: [] }])
      const spelt = JSON.stringify([described['responses'], document['components']])
      for (const code of listCodes(subject)) expect(spelt, id).to.contain(`"${code}"`)
    }
  })

  it('gives examples of bodies that the operations take', () => {
    for (const subject of OPERATIONS.filter(takesBody)) {
      const described = document.paths[subject.path]?.[subject.method] as unknown as Described
      const { example } = described.requestBody.content['application/json']
      expect(subject.body.safeParse(example).error, subject.id).to.equal(undefined)
      expect(Object.keys(example), subject.id).not.to.deep.equal([])
    }
  })
})

type Media = { readonly content: { readonly 'application/json': { readonly example: object } } }
type Described = { readonly requestBody: Media }
type Spoilable = { description?: string; tags: string[]; responses: { '200': Media } }

describe('docs/openapi.json', () => {
  it('is what the operations say (else run: npm run docs:openapi)', async () => {
    expect(await readFile(OPENAPI_DOCS, 'utf8')).to.equal(renderOpenApiDocs())
  })

  it('is what servers answer with, but for their address: so it is linted with that', async () => {
    const server = await freshServer()
    const { servers: _, ...answered } = await (await fetch(`${server.url}/openapi.json`)).json()
    const { servers, ...written } = JSON.parse(await readFile(OPENAPI_DOCS, 'utf8'))
    expect(written).to.deep.equal(answered)
    expect(servers).to.have.length(1)
    await server.close()
  })
})
