import axeCore from 'axe-core'
import { expect } from 'chai'
import type { Browser as Chromium, Page } from 'playwright-core'
import { OPERATOR } from '../../src/audit/index.ts'
import { programOf } from '../api/support.ts'
import { watchStatements } from '../growth/statements.ts'
import { freshServer, type TestServer } from '../support/server.ts'
import { launchChromium, openWindow, signInAs } from './chromium.ts'
import { GOOD_FORM, hidden, isChecked, type Session } from './html.ts'
import { type Acme, foundAcme, read } from './organization.ts'

/** How many workspaces Acme has beside Build. */
const MANY = 3_000
const NEW = '/account/tokens/new'

const placesIn = (html: string): string[] =>
  [...html.matchAll(/type="radio" name="kind" value="([^"]*)"/g)].map(([, value]) => String(value))

describe('whoever administers thousands of workspaces', () => {
  let server: TestServer
  let all: Acme
  let ada: Session
  let statements: ReturnType<typeof watchStatements>

  before(async () => {
    // Before the pool connects, which keeps what it calls.
    statements = watchStatements()
    server = await freshServer()
    all = await foundAcme(server)
    ada = all.ada
    await server.database.manager.query(
      `insert into workspace (id, organization_id, slug, name, created_at)
       select gen_random_uuid(), $1, 'team-' || lpad(n::text, 4, '0'), 'Team ' || n, now()
         from generate_series(1, $2::int) n`,
      [all.acme.id, MANY],
    )
  })
  after(async () => {
    statements.stop()
    await server.close()
  })

  const search = async (text: string, fields: Record<string, string> = {}, path = NEW) => {
    const html = await read(ada.browser, path)
    const own = { form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
    const given = { ...own, ...fields, find: 'places', find_place: text }
    const answer = await ada.browser.post('/account/tokens', given)
    return { status: answer.status, html: await answer.text(), formKey: own.form_key }
  }
  const listed = async () => (await server.tokens.list(ada.accountId)).tokens.length

  it('is shown the first fifty of them, and that there are more', async () => {
    const html = await read(ada.browser, NEW)
    const places = placesIn(html)
    expect(places).to.have.length(51)
    expect(places.slice(0, 4)).to.deep.equal([
      'personal',
      'organization:acme',
      'workspace:acme/build',
      'workspace:acme/team-0001',
    ])
    expect(html).to.contain('The first 50 places are shown. Find others by name.')
    expect(await read(all.grace.browser, NEW), 'of one workspace').not.to.contain('find_place')
  })

  it('reads no more rows and asks no more questions than for a few', async () => {
    const count = async (session: Session) => {
      const before = statements.seen.length
      await read(session.browser, NEW)
      return statements.seen.slice(before)
    }
    const [few, many] = [await count(all.grace), await count(ada)]
    expect(many.length).to.equal(few.length)
  })

  it('finds one by a part of its name, or as links have it; what was typed stays, and nothing is generated', async () => {
    const before = await listed()
    const typed = { ...GOOD_FORM, name: 'Deploy 2', description: 'Two\nlines', kind: 'workspace:acme/build' }
    for (const text of ['team 2987', 'ACME/team-2987', ' team-2987 ']) {
      const { status, html, formKey } = await search(text, typed)
      expect(status).to.equal(200)
      expect(placesIn(html), text).to.deep.equal([
        'personal',
        'workspace:acme/build',
        'workspace:acme/team-2987',
      ])
      expect(isChecked(html, 'kind', 'workspace:acme/build'), 'what was chosen stays so').to.equal(true)
      expect(isChecked(html, 'access.tracker', 'tracker:write')).to.equal(true)
      expect(html).to.contain('value="Deploy 2"').and.to.contain('Two\nlines</textarea>')
      expect(hidden(html, 'form_key'), 'the same form').to.equal(formKey)
    }
    expect(await listed()).to.equal(before)
  })

  it('is told where none is found, or too many', async () => {
    const none = await search('<b>nowhere</b>')
    expect(placesIn(none.html)).to.deep.equal(['personal'])
    expect(none.html).to.contain('None of your places has “&lt;b&gt;nowhere&lt;/b&gt;” in its name.')
    const many = await search('team')
    expect(placesIn(many.html)).to.have.length(51)
    expect(many.html).to.contain('The first 50 places that have “team” in their name are shown.')
    const hostile = await search('\u0000')
    expect(hostile.status).to.equal(200)
    expect(placesIn(hostile.html)).to.deep.equal(['personal'])
    expect(placesIn((await search('%_')).html), 'no pattern').to.deep.equal(['personal'])
  })

  it('gets the place that a link names, whichever it is, and can generate there', async () => {
    const html = await read(ada.browser, `${NEW}?kind=workspace:acme/team-2999&name=x`)
    expect(isChecked(html, 'kind', 'workspace:acme/team-2999')).to.equal(true)
    expect(html).not.to.contain('Something was left out')
    const own = { form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
    const form = { ...own, ...GOOD_FORM, kind: 'workspace:acme/team-2999' }
    const answer = await ada.browser.post('/account/tokens', form)
    expect(answer.status).to.equal(303)
    const [, id = ''] = /tokens\/([0-9a-f-]{36})/.exec(answer.headers.get('location') ?? '') ?? []
    expect((await server.tokens.get(ada.accountId, id)).workspace).to.include({ slug: 'team-2999' })
    expect(
      isChecked(await read(ada.browser, `${NEW}?from=${id}`), 'kind', 'workspace:acme/team-2999'),
    ).to.equal(true)
    expect(await read(ada.browser, `/account/tokens/${id}/rotate`)).to.contain('Rotate')
  })

  it('U13 is offered no place of others, by a link, by a search, or by the form', async () => {
    const { browser } = all.grace
    for (const kind of [
      'workspace:acme/team-0001',
      'organization:acme',
      'workspace:acme/none',
      'workspace:x/y',
    ])
      expect(await read(browser, `${NEW}?kind=${kind}`)).to.contain(`the kind “${kind}”`)
    const html = await read(browser, NEW)
    const own = { form_token: hidden(html, 'form_token'), form_key: hidden(html, 'form_key') }
    const found = await browser.post('/account/tokens', { ...own, find: 'places', find_place: 'team' })
    expect(placesIn(await found.text())).to.deep.equal(['personal'])
    const form = { ...own, ...GOOD_FORM, kind: 'workspace:acme/team-0001' }
    expect((await browser.post('/account/tokens', form)).status).to.be.within(400, 404)
  })

  it('is told of them a page at a time by the API, and of those that are searched', async () => {
    const account = await server.accounts.find(ada.accountId)
    if (account === undefined) throw new Error('she is there')
    const program = await programOf(server, account, ['patmint:read'])
    const first = (await program.get('token-options?limit=100')).body
    expect(first.options).to.have.length(100)
    expect(first.options[0].kind).to.equal('personal')
    const second = (await program.get(`token-options?limit=100&cursor=${first.nextCursor}`)).body
    expect(second.options).to.have.length(100)
    const slugs = [...first.options, ...second.options].flatMap(({ workspace }) => workspace?.slug ?? [])
    expect(new Set(slugs).size).to.equal(198)
    expect(slugs.at(-1)).to.equal('team-0197')
    const one = (await program.get('token-options?limit=1')).body
    expect(one.options).to.have.length(1)
    const next = (await program.get(`token-options?limit=1&cursor=${one.nextCursor}`)).body
    expect(next.options[0]).to.deep.include({ kind: 'organization', workspace: null })
    const found = (await program.get('token-options?search=team-2987')).body
    expect(found.nextCursor).to.equal(null)
    expect(
      found.options.map(({ workspace }: { workspace?: { slug: string } }) => workspace?.slug),
    ).to.deep.equal([undefined, 'team-2987'])
    expect(await program.get('token-options?cursor=x')).to.include({ status: 400 })
    const place = { kind: 'workspace', organizationId: all.acme.id, workspaceId: all.build.id } as const
    const ofBuild = await programOf(server, account, ['patmint:read'], place)
    const reached = (await ofBuild.get('token-options')).body
    expect(reached.options).to.have.length(1)
    expect(reached.options[0]).to.have.nested.property('workspace.slug', 'build')
    expect(reached.nextCursor).to.equal(null)
    const ofAcme = await programOf(server, account, ['patmint:read'], {
      kind: 'organization',
      organizationId: all.acme.id,
    })
    expect((await ofAcme.get('token-options?limit=2')).body.options).to.have.length(2)
  })

  it('is offered no place that is disabled', async () => {
    const [place] = (
      await server.organizations.listWorkspacePage(all.acme.id, { after: 'team-1499', limit: 1 })
    ).items
    await server.organizations.disableWorkspace(OPERATOR, String(place?.id))
    expect(placesIn((await search('team-1500')).html)).to.deep.equal(['personal'])
    expect(await read(ada.browser, `${NEW}?kind=workspace:acme/team-1500`)).to.contain(
      'Something was left out',
    )
  })

  describe('in a browser', () => {
    let chromium: Chromium
    before(async () => {
      chromium = await launchChromium()
    })
    after(() => chromium.close())

    const byKeyboard = async (page: Page, { isScripted }: { isScripted: boolean }) => {
      await signInAs(page, 'ada@example.com')
      await page.goto(NEW)
      await page.getByLabel('Name', { exact: true }).fill('Found by name')
      await page
        .getByRole('group', { name: 'Tracker', exact: true })
        .getByLabel('Read', { exact: true })
        .check()
      const find = page.getByRole('searchbox', { name: 'Find a workspace or an organization' })
      await find.fill('team 2001')
      await Promise.all([page.waitForEvent('load'), find.press('Enter')])
      expect(await page.getByRole('status').allTextContents()).to.include(
        '1 place has “team 2001” in its name.',
      )
      expect(await find.evaluate((input) => input.ownerDocument.activeElement === input)).to.equal(true)
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Found by name')
      await page.getByRole('radio', { name: /Team 2001/ }).check()
      if (isScripted) await page.getByLabel('Name', { exact: true }).press('Enter')
      else await page.getByRole('button', { name: 'Generate token' }).click()
      await page.waitForURL('**/secret')
      const { tokens } = await server.tokens.list(ada.accountId)
      expect(tokens.map(({ name, workspace }) => `${name} ${workspace?.slug}`)).to.include(
        'Found by name team-2001',
      )
    }

    it('finds one by the keyboard, and generates with Enter as in every form', async () => {
      const { page, context, complaints } = await openWindow(chromium, server)
      await byKeyboard(page, { isScripted: true })
      expect(complaints).to.deep.equal([])
      await context.close()
    })

    it('finds one without JavaScript, too', async () => {
      const { page, context } = await openWindow(chromium, server, { javaScriptEnabled: false })
      await byKeyboard(page, { isScripted: false })
      await context.close()
    })

    it('U15 has a page without a fault of accessibility, which fits a phone', async () => {
      const { page, context } = await openWindow(chromium, server, { viewport: { width: 320, height: 900 } })
      await context.addInitScript({ content: axeCore.source })
      await signInAs(page, 'ada@example.com')
      await page.goto(NEW)
      await page.getByLabel('Find a workspace or an organization').fill('team 20')
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Find' }).click()])
      const violations = await page.evaluate<{ violations: { id: string }[] }>('axe.run()')
      expect(violations.violations.map(({ id }) => id)).to.deep.equal([])
      expect(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).to.equal(0)
      await context.close()
    })
  })
})
