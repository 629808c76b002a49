import { readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import Eleventy, { type UserConfig } from '@11ty/eleventy'
import { Eta } from 'eta'
import { createMarkdown, type Heading, type Markdown } from './markdown.ts'
import { addressOf, type Group, listGroups, ROOT, SHORT_TITLES } from './pages.ts'

/** Nothing is read from there but what is added by name: the pages lie in two folders, and their list is ours. */
const INPUT = join(ROOT, 'views', 'docs')

type DocsPage = {
  readonly file: string
  readonly text: string
  readonly title: string
  readonly address: string
  readonly outline: readonly Heading[]
}

// The server answers these names with the address of what it has under them at that moment, whatever its version.
const FRAME = {
  tabler: '/assets/tabler.css',
  css: '/assets/patmint.css',
  js: '/assets/patmint.js',
  logo: '/assets/logo.svg',
  favicon: '/assets/favicon.svg',
  account: undefined,
}

/** Writes every page of the documentation into a folder, as HTML in the frame that all of Patmint's pages have. */
export async function writeSite(folder: string): Promise<void> {
  const groups = listGroups()
  const files = groups.flatMap((group) => group.files)
  const markdown = createMarkdown(files)
  const pages = files.map((file) => readPage(file, markdown))
  const views = new Eta({ views: join(ROOT, 'views'), cache: true, autoTrim: false })
  const frame = (file: string, content: string): string =>
    views.render('/docs/page', { ...describe(file, groups, pages), content, frame: FRAME })
  const site = new Eleventy(INPUT, folder, {
    quietMode: true,
    configPath: false,
    config: (config) => configure(config, pages, markdown, frame),
  })
  await site.write()
}

function configure(
  config: UserConfig,
  pages: readonly DocsPage[],
  markdown: Markdown,
  frame: (file: string, content: string) => string,
): void {
  config.setTemplateFormats(['md'])
  config.setUseGitIgnore(false)
  config.setLibrary('md', {
    render: (text: string, { file }: { file: string }) => markdown.render(text, file),
    disable() {},
  })
  config.addTransform('frame', function (content) {
    const file = relative(INPUT, resolve(this.page.inputPath)).split(sep).join('/')
    return frame(file, content)
  })
  for (const { file, text, address } of pages) {
    const permalink = `${address.replace(/^\/docs\/?/, '') || 'index'}.html`
    config.addTemplate(file, text, { file, permalink, markdownTemplateEngine: false })
  }
}

function readPage(file: string, markdown: Markdown): DocsPage {
  const text = readFileSync(join(ROOT, file), 'utf8')
  const headings = markdown.headingsOf(text)
  const title = headings.find(({ level }) => level === 1)?.text
  if (title === undefined) throw new Error(`${file} has no heading`)
  const outline = headings.filter(({ level }) => level === 2 || level === 3)
  return { file, text, title: SHORT_TITLES[file] ?? title, address: addressOf(file), outline }
}

/** What the view needs to know of a page and of those around it. */
function describe(file: string, groups: readonly Group[], pages: readonly DocsPage[]) {
  const index = pages.findIndex((page) => page.file === file)
  const menu = groups.map(({ title, files, links }) => ({
    title,
    pages: [...pages.filter((page) => files.includes(page.file)), ...links],
  }))
  return { ...pages[index], menu, previous: pages[index - 1], next: pages[index + 1] }
}
