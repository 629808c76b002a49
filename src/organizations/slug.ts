import { InvalidSlug } from './errors.ts'

const LONGEST = 40
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** What our own addresses are called where a slug could stand. */
const RESERVED: ReadonlySet<string> = new Set([
  'disable',
  'edit',
  'enable',
  'members',
  'new',
  'policy',
  'service-accounts',
  'tokens',
  'workspaces',
])

/** Anything else never reaches the database. */
export const isSlug = (text: string): boolean => text.length <= LONGEST && SLUG.test(text)

/** @throws {InvalidSlug} */
function parseSlug(given: string): string {
  const slug = given.trim()
  if (!isSlug(slug)) throw new InvalidSlug()
  if (RESERVED.has(slug)) throw new InvalidSlug(slug)
  return slug
}

/** “Café Zürich & Söhne” → `cafe-zurich-sohne`; empty where the name has no letter of a–z. */
function slugify(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
  const slug = plain.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')
  return slug.slice(0, LONGEST).replace(/-$/, '')
}

/** The slug that was given, or one that is made of the name. @throws {InvalidSlug} */
export const chooseSlug = (given: string | undefined, name: string): string =>
  parseSlug(given === undefined || given.trim() === '' ? slugify(name) : given)
