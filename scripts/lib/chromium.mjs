import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { longStep, say } from './long-step.mjs'
import { inRoot } from './paths.mjs'

/**
 * The Chromium for the browser tests: the one named, an installed one, or Playwright's earlier download.
 * @returns {Promise<string | undefined>}
 */
export async function findChromium() {
  const named = process.env['CHROMIUM_PATH']
  if (named) return (await isRunnable(named)) ? named : undefined
  for (const path of [...onPath(), ...usualPlaces(), ...downloads()])
    if (existsSync(path) && (await isRunnable(path))) return path
  return undefined
}

/**
 * Finds a Chromium or gets one. The browser tests are never skipped: without a browser this ends the process.
 * @param {string} node
 * @returns {Promise<string>}
 */
export async function ensureChromium(node) {
  const found = await findChromium()
  if (found !== undefined) return found
  if (process.env['CHROMIUM_PATH']) return fail('The Chromium that CHROMIUM_PATH names does not run.')
  for (const get of [download, addLibraries, installFromDebian]) {
    await get(node)
    const path = await findChromium()
    if (path !== undefined) return path
  }
  return fail('The browser tests need Chromium, and none could be had.')
}

const playwright = inRoot('node_modules', 'playwright-core', 'cli.js')

/** @param {string} node */
const download = (node) =>
  longStep(
    'Downloading Chromium for the browser tests',
    node,
    [playwright, 'install', 'chromium-headless-shell'],
    {
      timeoutSeconds: 300,
    },
  )

/**
 * A bare machine has not the libraries that the download needs.
 * @param {string} node
 */
async function addLibraries(node) {
  if (downloads().length === 0 || !hasApt()) return
  await longStep(
    'Installing the libraries that Chromium needs',
    node,
    [playwright, 'install-deps', 'chromium'],
    {
      timeoutSeconds: 600,
    },
  )
}

async function installFromDebian() {
  if (!hasApt()) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await longStep('Asking the system for its packages (apt-get update)', 'apt-get', ['update'], {
    env,
    timeoutSeconds: 300,
  })
  await longStep(
    'Installing Chromium (apt-get install chromium)',
    'apt-get',
    ['install', '-y', '--no-install-recommends', 'chromium'],
    { env, timeoutSeconds: 900 },
  )
}

const hasApt = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

/** @returns {string[]} */
function onPath() {
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome-headless-shell',
  ]
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter((folder) => folder !== undefined)
      .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'))
  }
  return ['/usr/bin/chromium', '/usr/lib/chromium/chromium', '/usr/bin/google-chrome', '/snap/bin/chromium']
}

/** Playwright keeps `<browsers>/chromium…-<revision>/<platform>/<program>`; the newest revision comes first. */
function downloads() {
  const folder = browsersFolder()
  return list(folder)
    .filter((name) => /^chromium(_headless_shell)?-\d+$/.test(name))
    .sort((a, b) => Number(b.split('-')[1]) - Number(a.split('-')[1]))
    .flatMap((name) => list(join(folder, name)).map((platform) => join(folder, name, platform)))
    .flatMap((path) =>
      ['chrome-headless-shell', 'headless_shell', 'chrome', 'chrome-headless-shell.exe', 'chrome.exe'].map(
        (name) => join(path, name),
      ),
    )
    .filter((path) => existsSync(path))
}

function browsersFolder() {
  const named = process.env['PLAYWRIGHT_BROWSERS_PATH']
  if (named) return named === '0' ? inRoot('node_modules', 'playwright-core', '.local-browsers') : named
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'ms-playwright')
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? homedir(), 'ms-playwright')
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ms-playwright')
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * A file is not enough: Ubuntu's `chromium-browser` only says to install a snap, and a download may lack libraries.
 * On Windows `--version` would open a window, so there the file has to do.
 * @param {string} path
 * @returns {Promise<boolean>}
 */
function isRunnable(path) {
  if (process.platform === 'win32') return Promise.resolve(existsSync(path))
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: 20_000 }, (error, stdout) => {
      resolve(error === null && /chrom/i.test(stdout))
    })
  })
}

/**
 * @param {string} problem
 * @returns {never}
 */
function fail(problem) {
  say(
    `${problem}\nInstall it (Debian: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install ` +
      '--cask chromium), or set CHROMIUM_PATH to the program, then run this command again.',
  )
  process.exit(1)
}
