import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import markdownIt from 'markdown-it'
import type Token from 'markdown-it/lib/token.mjs'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

export const LANGUAGES = ['sh', 'python', 'js'] as const
export type Language = (typeof LANGUAGES)[number]

export type Block = { readonly language: string; readonly code: string; readonly line: number }
export type Sample = Block & { readonly language: Language }

/** What is asked in up to three languages, and the one answer that follows. */
export type Exchange = {
  readonly heading: string
  readonly samples: readonly Sample[]
  readonly answer: Block | undefined
}

type Table = { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }

export type Section = {
  readonly level: number
  readonly heading: string
  readonly paragraphs: readonly string[]
  readonly blocks: readonly Block[]
  readonly tables: readonly Table[]
}

export type ReferencePage = {
  readonly file: string
  readonly source: string
  /** From heading to heading; the first is the page's own. */
  readonly sections: readonly Section[]
  readonly exchanges: readonly Exchange[]
}

export const listReferencePages = (): string[] => globSync('docs/reference/*.md', { cwd: ROOT }).sort()

export const readReferencePage = (file: string): ReferencePage =>
  parseReferencePage(file, readFileSync(join(ROOT, file), 'utf8'))

export function parseReferencePage(file: string, source: string): ReferencePage {
  const tokens = markdownIt({ html: true }).parse(source, {})
  const sections = splitAtHeadings(tokens).map(readSection)
  return { file, source, sections, exchanges: sections.flatMap(findExchanges) }
}

/** Samples and the answer after them. What is left without an answer is an exchange without one. */
function findExchanges({ heading, blocks }: Section): Exchange[] {
  const exchanges: Exchange[] = []
  let samples: Sample[] = []
  for (const block of blocks.filter(({ language }) => language !== 'console')) {
    if (isSample(block)) samples.push(block)
    else {
      exchanges.push({ heading, samples, answer: block })
      samples = []
    }
  }
  return samples.length === 0 ? exchanges : [...exchanges, { heading, samples, answer: undefined }]
}

export const isSample = (block: Block): block is Sample =>
  LANGUAGES.some((language) => language === block.language)

function splitAtHeadings(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = []
  for (const token of tokens) {
    // Only h1 and h2: samples under h3 headings (cURL, Python, JavaScript) share the answer that follows the last.
    if (token.type === 'heading_open' && token.tag <= 'h2') parts.push([])
    parts.at(-1)?.push(token)
  }
  return parts
}

const readSection = (tokens: readonly Token[]): Section => ({
  level: Number(tokens[0]?.tag.slice(1)),
  heading: tokens[1]?.content ?? '',
  paragraphs: tokens
    .filter((_, index) => tokens[index - 1]?.type === 'paragraph_open')
    .map(({ content }) => content),
  blocks: tokens.filter(({ type }) => type === 'fence').map(toBlock),
  tables: readTables(tokens),
})

const toBlock = ({ info, content, map }: Token): Block => ({
  language: info.trim(),
  code: content,
  line: (map?.[0] ?? 0) + 1,
})

function readTables(tokens: readonly Token[]): Table[] {
  const tables: string[][][] = []
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'table_open') tables.push([])
    if (type === 'tr_open') tables.at(-1)?.push([])
    if (type === 'th_open' || type === 'td_open')
      tables
        .at(-1)
        ?.at(-1)
        ?.push(tokens[index + 1]?.content ?? '')
  }
  return tables.map(([head = [], ...rows]) => ({ head, rows }))
}
