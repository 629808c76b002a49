import markdownIt from 'markdown-it'
import type Token from 'markdown-it/lib/token.mjs'
import { createAnchors } from './anchors.ts'
import { highlight } from './highlight.ts'
import { resolveLink } from './pages.ts'

export type Heading = { readonly level: number; readonly text: string; readonly anchor: string }

export type Markdown = {
  /** @param file the page that the text is of, which its links are relative to */
  render(text: string, file: string): string
  headingsOf(text: string): Heading[]
}

/** GitHub's kind of Markdown as accessible HTML, without inline script or style. `files` are the pages of the site. */
export function createMarkdown(files: readonly string[]): Markdown {
  const md = markdownIt({ html: true })
  md.core.ruler.push('links', ({ tokens, env }) => moveLinks(tokens, env.file, files))
  md.core.ruler.push('tables', (state) => {
    state.tokens = withoutEmptyHeads(state.tokens)
    labelCells(state.tokens)
    alignCells(state.tokens)
  })
  md.core.ruler.push('headings', ({ tokens }) => addAnchors(tokens))
  Object.assign(md.renderer.rules, RULES)
  return {
    render: (text, file) => md.render(text, { file }),
    headingsOf: (text) => findHeadings(md.parse(text, { file: '' })),
  }
}

const RULES: markdownIt['renderer']['rules'] = {
  fence: (tokens, index, _options, env) => renderCode(at(tokens, index), env),
  // Beside the heading, not in it: a screen reader's list of headings has just their words.
  heading_open(tokens, index, options, _env, self) {
    const heading = self.renderToken(tokens, index, options)
    return at(tokens, index).tag === 'h1' ? heading : `<div class="docs-heading">${heading}`
  },
  heading_close(tokens, index, options, _env, self) {
    const heading = self.renderToken(tokens, index, options).trimEnd()
    const { tag, meta } = at(tokens, index)
    if (tag === 'h1') return `${heading}\n`
    const label = escapeHtml(`Link to “${meta.text}”`)
    return `${heading}<a class="docs-anchor" href="#${meta.anchor}" aria-label="${label}">#</a></div>\n`
  },
  // What is too wide scrolls by itself, and by keyboard.
  table_open(tokens, index) {
    const form = at(tokens, index).meta === 'wide' ? ' docs-table-wide' : ''
    return `<div class="docs-table${form}" role="group" aria-label="Table" tabindex="0">\n<table>\n`
  },
  table_close: () => '</table>\n</div>\n',
}

function renderCode({ content, info }: Token, env: { samples?: number }): string {
  env.samples = (env.samples ?? 0) + 1
  const id = `sample-${env.samples}`
  const [language = ''] = info.trim().split(/\s+/)
  const code = highlight(content, language) ?? escapeHtml(content)
  return [
    `<div class="docs-code">\n<div class="docs-code-head"><span>${LANGUAGES[language] ?? 'Text'}</span>`,
    `<button class="btn btn-sm needs-js" type="button" data-copy="${id}">`,
    '<span data-copy-label>Copy</span><span class="visually-hidden"> this to the clipboard</span></button></div>\n',
    `<pre tabindex="0"><code id="${id}">${code}</code></pre>\n</div>\n`,
  ].join('')
}

const LANGUAGES: Readonly<Record<string, string>> = {
  console: 'Shell',
  graphql: 'GraphQL',
  http: 'HTTP',
  ini: 'Configuration',
  js: 'JavaScript',
  json: 'JSON',
  nginx: 'nginx',
  python: 'Python',
  sh: 'Shell',
  sql: 'SQL',
  yaml: 'YAML',
}

/** The targets of links and pictures, those in plain HTML included. A link to what the site has not stays a text. */
function moveLinks(tokens: Token[], file: string, files: readonly string[]): void {
  const move = (link: string): string => resolveLink(file, link, files) ?? link
  for (const token of tokens) {
    if (token.type === 'link_open')
      moveLink(token, tokens, resolveLink(file, token.attrGet('href') ?? '', files))
    if (token.type === 'image') token.attrSet('src', move(token.attrGet('src') ?? ''))
    if (token.type.startsWith('html_'))
      token.content = token.content.replaceAll(/(?<=\b(?:src|srcset|href)=")[^"]*(?=")/g, (link) =>
        move(link),
      )
    if (token.children !== null) moveLinks(token.children, file, files)
  }
}

function moveLink(open: Token, tokens: Token[], target: string | undefined): void {
  if (target !== undefined) {
    open.attrSet('href', target)
    return
  }
  const close = tokens.slice(tokens.indexOf(open)).find(({ type }) => type === 'link_close')
  for (const token of [open, close])
    if (token !== undefined) Object.assign(token, { type: 'text', content: '' })
}

/** A header cell without a word is none; a header without a word is left out. */
function withoutEmptyHeads(tokens: readonly Token[]): Token[] {
  const kept: Token[] = []
  for (const [index, token] of tokens.entries()) {
    const isEmpty = token.type === 'th_open' && tokens[index + 1]?.content === ''
    if (isEmpty) for (const cell of [token, tokens[index + 2]]) if (cell !== undefined) cell.tag = 'td'
    kept.push(token)
    if (token.type !== 'thead_close') continue
    const start = kept.findLastIndex(({ type }) => type === 'thead_open')
    const hasHead = kept.slice(start).some(({ type, tag }) => type === 'th_open' && tag === 'th')
    if (!hasHead) kept.splice(start)
  }
  return kept
}

/** Where there is no room for many columns, a row is a card, and each cell says what it is. */
function labelCells(tokens: readonly Token[]): void {
  let head: string[] = []
  let column = 0
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'table_open') {
      head = headOf(tokens.slice(index))
      token.meta = head.length > 3 ? 'wide' : undefined
    }
    if (token.type === 'tr_open') column = 0
    if (token.type === 'td_open') token.attrSet('data-label', head[column++] ?? '')
  }
}

/** The parser says in a `style` attribute which columns are flush right, and the policy of our pages allows none. */
function alignCells(tokens: readonly Token[]): void {
  for (const token of tokens) {
    const style = token.attrGet('style')
    if (style === null) continue
    token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style')
    if (style === 'text-align:right') token.attrJoin('class', 'docs-number')
  }
}

function headOf(tokens: readonly Token[]): string[] {
  const end = tokens.findIndex(({ type }) => type === 'tr_close')
  return tokens
    .slice(0, end)
    .flatMap(({ type }, index) => (type === 'th_open' ? [tokens[index + 1]?.content ?? ''] : []))
}

function addAnchors(tokens: readonly Token[]): void {
  const nextAnchor = createAnchors()
  for (const [index, open] of tokens.entries()) {
    if (open.type !== 'heading_open') continue
    const text = textOf(at(tokens, index + 1))
    const anchor = nextAnchor(text)
    open.attrSet('id', anchor)
    at(tokens, index + 2).meta = { level: Number(open.tag.slice(1)), text, anchor } satisfies Heading
  }
}

const findHeadings = (tokens: readonly Token[]): Heading[] =>
  tokens.filter(({ type }) => type === 'heading_close').map(({ meta }) => meta as Heading)

const textOf = (inline: Token): string =>
  (inline.children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('')

function at(tokens: readonly Token[], index: number): Token {
  const token = tokens[index]
  if (token === undefined) throw new Error(`there is no token ${index}`)
  return token
}

const { escapeHtml } = markdownIt().utils
