import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect } from 'chai'
import Koa from 'koa'
import { createMarkdown } from '../../scripts/docs/markdown.ts'
import { addressOf, listGroups, ROOT } from '../../scripts/docs/pages.ts'
import { docs } from '../../src/http/docs.ts'
import { freshServer, type TestServer } from '../support/server.ts'

const FILES = listGroups().flatMap(({ files }) => files)

describe('the documentation at /docs', () => {
  let server: TestServer
  const pages = new Map<string, string>()

  before(async () => {
    server = await freshServer()
    for (const file of FILES) pages.set(addressOf(file), await (await get(addressOf(file))).text())
  })

  after(() => server.close())

  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, { redirect: 'manual', ...init })

  it('has every page of docs/, and the pages around it', () => {
    const all = [...globSync('docs/**/*.md', { cwd: ROOT }), 'README.md', 'SECURITY.md', 'CHANGELOG.md']
    expect(FILES).to.include.members(all)
    expect(new Set(FILES).size).to.equal(FILES.length)
    expect([...pages.values()].every((html) => html.includes('<article class="docs-page">'))).to.equal(true)
  })

  it('has no inline script or style', () => {
    const inline = /<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:/i
    const tagsOf = (html: string): string => html.match(/<[a-z][^>]*>/gi)?.join('') ?? ''
    expect([...pages].filter(([, html]) => inline.test(tagsOf(html))).map(([path]) => path)).to.deep.equal([])
  })

  it('links only to what is there, headings included', async () => {
    const missing: string[] = []
    const seen = new Set<string>()
    for (const [page, html] of pages) {
      for (const [, target = ''] of html.matchAll(/(?:href|src|srcset)="([^"]+)"/g)) {
        const { pathname, hash, origin } = new URL(target, `${server.url}${page}`)
        if (origin !== server.url || seen.has(`${pathname}${hash}`)) continue
        seen.add(`${pathname}${hash}`)
        const isThere = pages.has(pathname)
          ? hash === '' || pages.get(pathname)?.includes(`id="${hash.slice(1)}"`)
          : (await get(pathname)).status < 400
        if (!isThere) missing.push(`${page} → ${target}`)
      }
    }
    expect(missing).to.deep.equal([])
    expect(seen.size).to.be.greaterThan(100)
  })

  it('leads from each page to the one before and the one after it', () => {
    const addresses = [...pages.keys()]
    for (const [index, address] of addresses.entries()) {
      const html = pages.get(address) ?? ''
      expect(/rel="prev" href="([^"]+)"/.exec(html)?.[1]).to.equal(addresses[index - 1])
      expect(/rel="next" href="([^"]+)"/.exec(html)?.[1]).to.equal(addresses[index + 1])
      expect(html).to.contain(`<a href="${address}" aria-current="page">`)
    }
  })

  it('is kept by browsers, which ask whether it has changed', async () => {
    const first = await get('/docs/tokens')
    expect(first.headers.get('cache-control')).to.equal('public, no-cache')
    expect(first.headers.get('set-cookie')).to.equal(null)
    expect(first.headers.get('vary')).to.contain('Accept-Encoding')
    const etag = first.headers.get('etag') ?? ''
    // Not with fetch, which keeps caches out of it where a program asks like a browser.
    const [again] = await once(
      request(`${server.url}/docs/tokens`, { headers: { 'if-none-match': etag } }).end(),
      'response',
    )
    again.resume()
    expect(again.statusCode).to.equal(304)
    const picture = await get('/docs/images/tokens.png')
    expect(picture.headers.get('content-type')).to.equal('image/png')
  })

  it('answers HEAD like GET, without the page', async () => {
    const answer = await get('/docs', { method: 'HEAD' })
    expect([answer.status, await answer.text()]).to.deep.equal([200, ''])
    expect(answer.headers.get('content-type')).to.equal('text/html; charset=utf-8')
  })

  it('knows a page by its name on a code host, and with a slash at its end', async () => {
    for (const path of ['/docs/tokens.md', '/docs/tokens/', '/docs/tokens.html']) {
      const answer = await get(path)
      expect([answer.status, answer.headers.get('location')]).to.deep.equal([302, '/docs/tokens'])
    }
    expect((await get('/docs/')).headers.get('location')).to.equal('/docs')
  })

  it('gives nothing but its own files', async () => {
    const outside = [
      '%2e%2e/package.json',
      '..%2fpackage.json',
      'images/..%2f..%2fpackage.json',
      'built-from.txt',
    ]
    for (const path of [...outside, 'nothing', 'images', 'constructor', '%5c..%5cpackage.json']) {
      const answer = await get(`/docs/${path}`, { headers: { accept: 'text/html' } })
      expect([path, answer.status]).to.deep.equal([path, 404])
      expect(await answer.text()).to.contain('There is nothing at this address')
    }
    expect((await get('/docs', { method: 'POST' })).status).to.be.within(400, 499)
  })

  it('finds style sheets and scripts by their plain names, whichever version the server has', async () => {
    const answer = await get('/assets/docs.css')
    expect(answer.status).to.equal(302)
    expect(answer.headers.get('location')).to.match(/^\/assets\/docs\.[0-9a-f]{12}\.css$/)
    expect(answer.headers.get('cache-control')).to.equal('no-cache')
    expect((await get('/assets/package.json')).status).to.equal(404)
  })
})

describe('documentation that is not there', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'patmint-docs-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('is said so, and shown without a restart once it is rendered', async () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      await next().catch((error: Error) => {
        ctx.status = 503
        ctx.body = error.message
      })
    })
    app.use(docs(folder) as never)
    const server = app.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/docs`
    const read = async () => (await fetch(url)).text()
    expect(await read()).to.contain('npm run docs:build')
    await writeFile(join(folder, 'index.html'), 'first')
    await writeFile(join(folder, 'built-from.txt'), '1')
    expect(await read()).to.equal('first')
    await writeFile(join(folder, 'index.html'), 'second')
    await writeFile(join(folder, 'built-from.txt'), '2')
    expect(await read()).to.equal('second')
    await rm(join(folder, 'built-from.txt'))
    expect(await read()).to.equal('second')
    server.close()
  })

  it('is rendered once, and a failure to do so stops nothing', async () => {
    const ensure = async (node: string): Promise<string> => {
      const script = `import { ensureDocs } from './scripts/lib/docs.mjs'; await ensureDocs(${JSON.stringify(node)}, ${JSON.stringify(folder)})`
      const args = ['--input-type=module', '-e', script]
      return (await promisify(execFile)(process.execPath, args, { cwd: ROOT })).stderr
    }
    expect(await ensure('/nowhere/node')).to.contain('npm run docs:build')
    expect(await ensure(process.execPath)).to.contain('done in')
    expect(await ensure(process.execPath)).to.equal('')
    expect(globSync('**/*.html', { cwd: folder })).to.have.length(FILES.length)
  })
})

describe('a page of the documentation', () => {
  const { render, headingsOf } = createMarkdown(['docs/tokens.md', 'README.md', 'docs/reference/a.md'])

  it('has the links that work on a code host, as they work here', () => {
    const text =
      '[a](../tokens.md#use-it) [b](#here) [c](../../README.md) [d](https://example.com/) [e](../../src/x.ts)'
    expect(render(text, 'docs/reference/a.md')).to.equal(
      '<p><a href="/docs/tokens#use-it">a</a> <a href="#here">b</a> <a href="/docs/readme">c</a> <a href="https://example.com/">d</a> e</p>\n',
    )
    expect(render('![x](images/x.png)', 'docs/tokens.md')).to.contain('src="/docs/images/x.png"')
    expect(render('<img src="docs/images/x.png">', 'README.md')).to.contain('src="/docs/images/x.png"')
  })

  it('has the anchors that a code host makes', () => {
    const anchors = headingsOf('# What’s `new`, 2 & 3?\n\n## The_end\n\n## The_end\n').map(
      ({ anchor }) => anchor,
    )
    expect(anchors).to.deep.equal(['whats-new-2--3', 'the_end', 'the_end-1'])
  })

  it('colours code with classes, and leaves an unknown language alone', () => {
    expect(render('```js\nconst a = "<b>"\n```', 'README.md')).to.contain(
      '<span class="hljs-keyword">const</span>',
    )
    expect(render('```nonsense\n<b>\n```', 'README.md')).to.contain('>&lt;b&gt;\n</code>')
  })

  it('has no header cell without a word', () => {
    expect(render('| | |\n|---|---|\n| a | b |\n', 'README.md')).not.to.contain('thead')
    expect(render('| x | |\n|---|---|\n| a | b |\n', 'README.md')).to.contain('<th>x</th>\n<td></td>')
  })

  it('says by a class which columns are numbers', () => {
    const html = render('| x | y | z |\n|---|--:|:-:|\n| a | 1 | c |\n', 'README.md')
    expect(html).to.contain('<th>x</th>\n<th class="docs-number">y</th>\n<th>z</th>')
    expect(html).to.contain('<td data-label="y" class="docs-number">1</td>')
  })
})
