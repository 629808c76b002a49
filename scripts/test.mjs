import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { sep } from 'node:path'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureDocs } from './lib/docs.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { inRoot, root } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

/** These take the longest: they begin first, so that none of them is what everybody waits for at the end. */
const LONGEST = [
  'test/pages/accessibility.test.ts',
  'test/durability/',
  'test/process/',
  'test/cli/',
  'test/docs/',
  'test/embedded/',
  'test/permissions/',
]

const node = await ensureInstalled()
await ensureDocs(node)
const env = { ...process.env, CHROMIUM_PATH: await ensureChromium(node) }
const mocha = [
  inRoot('node_modules', 'mocha', 'bin', 'mocha.js'),
  '--reporter',
  inRoot('scripts', 'lib', 'reporter.cjs'),
]
runInPlace(node, [...mocha, ...selection(process.argv.slice(2))], { cwd: root, env })

/**
 * Mocha adds the files it is given to those of its configuration; `npm test -- test/tokens` means only those.
 * @param {string[]} args
 */
function selection(args) {
  const { timeout, require } = JSON.parse(readFileSync(inRoot('.mocharc.json'), 'utf8'))
  const requires = require.flatMap((/** @type {string} */ path) => ['--require', path])
  const config = ['--no-config', '--timeout', String(timeout), ...requires]
  if (args.some((arg) => existsSync(arg))) {
    const chosen = args.map((arg) =>
      existsSync(arg) && statSync(arg).isDirectory() ? `${arg}/**/*.test.ts` : arg,
    )
    return [...config, ...chosen]
  }
  // One job more than there are cores: some tests wait for a database to start or a process to end.
  const jobs = String(Math.min(availableParallelism() + 1, 8))
  return [...config, '--parallel', '--jobs', jobs, ...args, ...listAll()]
}

/** Every test file, relative to the root. */
function listAll() {
  const files = readdirSync(inRoot('test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `test/${name.split(sep).join('/')}`)
    .toSorted()
  /** @param {string} file */
  const rank = (file) => {
    const place = LONGEST.findIndex((start) => file.startsWith(start))
    return place < 0 ? LONGEST.length : place
  }
  return files.toSorted((a, b) => rank(a) - rank(b))
}
