import { globSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A page that the server makes itself. */
type Link = { readonly title: string; readonly address: string }
const ADMINISTRATION = [
  'accounts',
  'all-tokens',
  'all-organizations',
  'catalogue',
  'clients',
  'policy',
  'audit-events',
  'webhooks',
]
const CONVENTIONS = ['rate-limits', 'errors', 'graphql']

/** The pages of the site in the order in which they are read. What is not named here stands at the end of its group. */
const GROUPS: readonly {
  title: string
  pages: readonly string[]
  others?: string
  links?: readonly Link[]
}[] = [
  { title: 'Start', pages: ['docs/README.md', 'README.md'] },
  { title: 'Use', pages: ['docs/tokens.md', 'docs/introspection.md'] },
  {
    title: 'Run',
    pages: [
      'docs/operating.md',
      'docs/configuration.md',
      'docs/metrics.md',
      'docs/performance.md',
      'docs/scaling.md',
      'docs/webhooks.md',
      'docs/catalogue.md',
      'docs/permissions.md',
    ],
    others: 'docs/*.md',
  },
  {
    title: 'API reference',
    pages: [
      'authentication',
      'tokens',
      'leaked-tokens',
      'organizations',
      ...ADMINISTRATION,
      ...CONVENTIONS,
    ].map((name) => `docs/reference/${name}.md`),
    others: 'docs/reference/*.md',
    links: [{ title: 'Every operation', address: '/docs/api' }],
  },
  {
    title: 'Project',
    pages: ['SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'docs/reference-contributing.md'],
  },
]

/** What the menu says for a page whose own heading would not tell what it is among others. */
export const SHORT_TITLES: Readonly<Record<string, string>> = {
  'docs/README.md': 'Overview',
  'README.md': 'The first five minutes',
  'docs/reference-contributing.md': 'Reference pages',
}

export type Group = {
  readonly title: string
  readonly files: readonly string[]
  readonly links: readonly Link[]
}

/** Every page that there is, by group, as paths from the root of the checkout. */
export function listGroups(): Group[] {
  const find = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).sort()
  const named = GROUPS.flatMap(({ pages }) => pages)
  return GROUPS.map(({ title, pages, others, links = [] }) => ({
    title,
    links,
    files: [
      ...pages.filter((file) => find(file).length === 1),
      ...(others === undefined ? [] : find(others).filter((file) => !named.includes(file))),
    ],
  })).filter(({ files }) => files.length > 0)
}

/** Where a page is on the site: `docs/reference/tokens.md` → `/docs/reference/tokens`. */
export const addressOf = (file: string): string =>
  `/docs/${file.replace(/^docs\//, '').replace(/\.md$/, '')}`
    .toLowerCase()
    .replace(/(?<=^\/docs)\/readme$/, file === 'docs/README.md' ? '' : '/readme')

/**
 * Where a link of a page leads on the site, so that the same text works on a code host and here.
 * @returns `undefined` for a file that the site does not have, such as a source file
 */
export function resolveLink(from: string, link: string, files: readonly string[]): string | undefined {
  if (/^([a-z]+:|[#/])/i.test(link)) return link
  const [path = '', anchor] = link.split('#')
  const target = join(dirname(from), path)
  const suffix = anchor === undefined ? '' : `#${anchor}`
  // As the server describes itself, with the address that it has.
  if (target === 'docs/openapi.json') return '/openapi.json'
  if (files.includes(target)) return `${addressOf(target)}${suffix}`
  return target.startsWith('docs/') && !target.endsWith('.md') ? `/${target}` : undefined
}
