import { existsSync, readFileSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { ensureChromium } from './lib/chromium.mjs'
import { ensureDocs } from './lib/docs.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { inRoot, root } from './lib/paths.mjs'
import { runInPlace } from './lib/run.mjs'

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
  // One job more than there are cores: some tests wait for a database to start or a process to end.
  const jobs = String(Math.min(availableParallelism() + 1, 8))
  if (!args.some((arg) => existsSync(arg))) return ['--jobs', jobs, ...args]
  const { spec: _, ...config } = JSON.parse(readFileSync(inRoot('.mocharc.json'), 'utf8'))
  const chosen = args.map((arg) =>
    existsSync(arg) && statSync(arg).isDirectory() ? `${arg}/**/*.test.ts` : arg,
  )
  const requires = config.require.flatMap((/** @type {string} */ path) => ['--require', path])
  return ['--no-config', '--timeout', String(config.timeout), ...requires, ...chosen]
}
