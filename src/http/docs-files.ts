import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { type Tagged, tagged } from './compressed.ts'

/** By the path that each is asked for with: no path of a request is joined to a folder. */
type DocsFiles = ReadonlyMap<string, Tagged>

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
}

/** Written last, so that there is never half of the documentation. */
const MARK = 'built-from.txt'

/**
 * The files of a folder that is rendered anew now and then: they are read when they are first asked for, and again once
 * the folder was replaced.
 * @returns a function that answers `undefined` while nothing has been rendered
 */
export function openDocs(folder: string): () => Promise<DocsFiles | undefined> {
  let known: { readonly version: number; readonly files: Promise<DocsFiles> } | undefined
  return async () => {
    const version = await findVersion(folder)
    // For the moment in which one folder takes the place of the other, what is known is good enough.
    if (version !== undefined && version !== known?.version) known = { version, files: readFiles(folder) }
    return await known?.files
  }
}

const findVersion = (folder: string): Promise<number | undefined> =>
  stat(join(folder, MARK)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  )

async function readFiles(folder: string): Promise<DocsFiles> {
  const names = await readdir(folder, { recursive: true })
  const served = names.filter((name) => TYPES[extname(name)] !== undefined)
  return new Map(
    await Promise.all(
      served.map(async (name) => [addressOf(name), await readDocsFile(join(folder, name))] as const),
    ),
  )
}

/** `index.html` → `/docs`, `reference/tokens.html` → `/docs/reference/tokens`, `images/a.png` → `/docs/images/a.png`. */
const addressOf = (name: string): string =>
  `/docs/${name.split(sep).join('/')}`.replace(/\/index\.html$|\.html$/, '')

async function readDocsFile(path: string): Promise<Tagged> {
  return tagged(TYPES[extname(path)] ?? '', await readFile(path))
}
