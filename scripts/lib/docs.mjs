import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { longStep, say } from './long-step.mjs'
import { inRoot, root } from './paths.mjs'

/** Where the server looks for them. */
export const BUILT_IN = inRoot('dist', 'docs')
export const BUILT_FROM = 'built-from.txt'

/** All that a rendered page is made of. */
const SOURCES = [
  'docs',
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'views/docs',
  'views/icons',
  'views/layout.eta',
  'scripts/docs',
  'package-lock.json',
]

/**
 * Renders the documentation where it is missing or made from other sources. That it cannot be rendered stops nothing:
 * /docs then says what is missing.
 * @param {string} node
 * @param {string} [folder]
 */
export async function ensureDocs(node, folder = BUILT_IN) {
  if (fingerprint() === read(join(folder, BUILT_FROM))) return
  const build = inRoot('scripts', 'docs', 'build.ts')
  const ok = await longStep('Rendering the documentation', node, [build, folder], {
    cwd: root,
    timeoutSeconds: 60,
  })
  if (!ok) say('  Patmint works without it. Try again with: npm run docs:build')
}

/** Of names and contents: a checkout of another branch gives files other times, not always later ones. */
export function fingerprint() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(listFiles)) hash.update(`${file}\n`).update(readFileSync(inRoot(file)))
  return hash.digest('hex')
}

/** @param {string} path */
function listFiles(path) {
  if (statSync(inRoot(path)).isFile()) return [path]
  return readdirSync(inRoot(path), { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(inRoot(file)).isFile())
    .sort()
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
