import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Compressible, compressible, sendCompressed } from './compressed.ts'
import type { Middleware } from './context.ts'

type Asset = Compressible & {
  readonly name: string
  /** With a hash of the contents in its name: what is cached under it can never be out of date. */
  readonly path: string
}

export type Assets = {
  /** The address of an asset by its plain name. */
  readonly url: (name: string) => string
  readonly serve: Middleware
}

const PREFIX = '/assets/'
const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
}

/** All files that are ever served, by name: no path of a request is joined to a folder. */
const OWN_FILES = [
  'patmint.css',
  'admin.css',
  'docs.css',
  'reference.css',
  'patmint.js',
  'reference.js',
  'logo.svg',
  'favicon.svg',
]

/** And what is served out of packages, under a name of ours. */
const PACKAGE_FILES = {
  'tabler.css': '@tabler/core/dist/css/tabler.min.css',
  'swagger.css': 'swagger-ui-dist/swagger-ui.css',
  'swagger.js': 'swagger-ui-dist/swagger-ui-bundle.js',
}

/** The folder of `views/` and `public/`, from the sources and from `dist/` alike. */
export function findPackageRoot(from = import.meta.dirname): string {
  if (existsSync(join(from, 'public', 'patmint.css'))) return from
  if (dirname(from) === from) throw new Error('the folders views/ and public/ are missing')
  return findPackageRoot(dirname(from))
}

let files: readonly Asset[] | undefined

/** Reads and hashes the files once a process. Each is compressed when it is first asked for, and kept. */
export function loadAssets(): Assets {
  files ??= readAll()
  const byName = new Map(files.map((asset) => [asset.name, asset]))
  const byPath = new Map([...byName.values()].map((asset) => [asset.path, asset]))
  return {
    url(name) {
      const asset = byName.get(name)
      if (asset === undefined) throw new Error(`there is no asset ${name}`)
      return asset.path
    },
    async serve(ctx, next) {
      const isReading = ctx.method === 'GET' || ctx.method === 'HEAD'
      const asset = isReading ? byPath.get(ctx.path) : undefined
      if (asset !== undefined) {
        ctx.state.route = `${PREFIX}*`
        ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
        return await sendCompressed(ctx, asset)
      }
      // What was rendered before the server started knows plain names only.
      const named = isReading ? byName.get(ctx.path.slice(PREFIX.length)) : undefined
      if (named === undefined || !ctx.path.startsWith(PREFIX)) return await next()
      ctx.set('Cache-Control', 'no-cache')
      ctx.redirect(named.path)
    },
  }
}

function readAll(): Asset[] {
  const folder = join(findPackageRoot(), 'public')
  const { resolve } = createRequire(import.meta.url)
  return [
    ...Object.entries(PACKAGE_FILES).map(([name, file]) => read(name, resolve(file))),
    ...OWN_FILES.map((name) => read(name, join(folder, name))),
  ]
}

function read(name: string, file: string): Asset {
  const body = readFileSync(file)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const [stem = '', extension = ''] = name.split('.')
  const type = TYPES[extension] ?? 'application/octet-stream'
  return { name, path: `${PREFIX}${stem}.${hash}.${extension}`, ...compressible(type, body) }
}
