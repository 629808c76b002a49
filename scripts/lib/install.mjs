import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { withInstallLock } from './install-lock.mjs'
import { longStep, say } from './long-step.mjs'
import { findNode, inRoot, root } from './paths.mjs'

const stampFile = inRoot('node_modules', '.patmint-installed')

/**
 * Makes node_modules match package-lock.json; does nothing, and says nothing, when it does already.
 * @returns {Promise<string>} the path of the Node that runs TypeScript
 */
export async function ensureInstalled() {
  if (!isInstalled()) await withInstallLock(async () => isInstalled() || install())
  return findNode() ?? fail('Node 24 is missing. Run "npm rebuild node", or use Node 22.18 or newer.')
}

const isInstalled = () => read(stampFile) === expectedStamp()

/** The platform counts: a checkout that is shared with a container has the wrong binaries there. */
const expectedStamp = () => {
  const lock = createHash('sha256')
    .update(read(inRoot('package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform} ${process.arch}\n`
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/**
 * `npm install --no-save` takes the versions of the lock file as `npm ci` does, but it does not begin by deleting the
 * packages under a server that runs, and a lock file made on another platform may lack this one's optional parts.
 */
async function install() {
  const args = ['install', '--no-save', '--include=dev', '--include=optional']
  const ok = await npm('Installing the packages that Patmint needs (npm install)', args)
  if (!ok) fail('The packages could not be installed. See the reason above, then run this command again.')
  // npm may have been told to run no install scripts; this one package unpacks Node 24 in its own.
  if (findNode() === undefined) await npm('Unpacking Node 24', ['rebuild', 'node', '--ignore-scripts=false'])
  writeFileSync(stampFile, expectedStamp())
}

/**
 * npm hands its scripts the path of its own program, which is the one that works where several are installed.
 * @param {string} title
 * @param {string[]} args
 */
function npm(title, args) {
  const program = process.env['npm_execpath']
  const options = { cwd: root, env: npmEnv() }
  if (program?.endsWith('.js')) return longStep(title, process.execPath, [program, ...args], options)
  return longStep(title, 'npm', args, { ...options, shell: process.platform === 'win32' })
}

/** An outer `npm start --omit=dev` or NODE_ENV=production must not leave out what running from a checkout needs. */
function npmEnv() {
  const env = { ...process.env }
  delete env['NODE_ENV']
  for (const name of ['npm_config_omit', 'npm_config_production', 'npm_config_only']) delete env[name]
  return env
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  say(message)
  process.exit(1)
}
