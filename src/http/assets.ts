import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'
import type { Middleware } from './context.ts'

type Encoding = 'br' | 'gzip'

type Asset = {
  readonly name: string
  /** With a hash of the contents in its name: what is cached under it can never be out of date. */
  readonly path: string
  readonly type: string
  readonly body: Buffer
  readonly compressed: Map<Encoding, Promise<Buffer>>
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
const OWN_FILES = ['patmint.css', 'admin.css', 'patmint.js', 'logo.svg', 'favicon.svg']

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) }

/** The folder of `views/` and `public/`, from the sources and from `dist/` alike. */
export function findPackageRoot(from = import.meta.dirname): string {
  if (existsSync(join(from, 'public', 'patmint.css'))) return from
  if (dirname(from) === from) throw new Error('the folders views/ and public/ are missing')
  return findPackageRoot(dirname(from))
}

/** Reads and hashes the files once. Each is compressed when it is first asked for, and kept. */
export function loadAssets(): Assets {
  const byName = new Map(readAll().map((asset) => [asset.name, asset]))
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
      if (asset === undefined) return await next()
      const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity')
      ctx.type = asset.type
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable')
      ctx.vary('Accept-Encoding')
      if (encoding !== 'br' && encoding !== 'gzip') {
        ctx.body = asset.body
        return
      }
      ctx.set('Content-Encoding', encoding)
      ctx.body = await compress(asset, encoding)
    },
  }
}

function readAll(): Asset[] {
  const folder = join(findPackageRoot(), 'public')
  const tabler = createRequire(import.meta.url).resolve('@tabler/core/dist/css/tabler.min.css')
  return [read('tabler.css', tabler), ...OWN_FILES.map((name) => read(name, join(folder, name)))]
}

function read(name: string, file: string): Asset {
  const body = readFileSync(file)
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  const [stem = '', extension = ''] = name.split('.')
  const type = TYPES[extension] ?? 'application/octet-stream'
  return { name, path: `${PREFIX}${stem}.${hash}.${extension}`, type, body, compressed: new Map() }
}

async function compress(asset: Asset, encoding: Encoding): Promise<Buffer> {
  const known = asset.compressed.get(encoding)
  if (known !== undefined) return await known
  // Brotli's best level takes seconds for Tabler's 600 kB; level 6 takes a moment and is nearly as small.
  const options = encoding === 'br' ? { params: { [zlib.BROTLI_PARAM_QUALITY]: 6 } } : {}
  const work = compressors[encoding](asset.body, options)
  asset.compressed.set(encoding, work)
  return await work
}
