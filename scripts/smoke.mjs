/**
 * What an operator sees: the built program answers, a server on an empty data folder becomes ready, SIGTERM ends it
 * cleanly, and nothing of it is left running.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureInstalled } from './lib/install.mjs'
import { inRoot } from './lib/paths.mjs'

const node = await ensureInstalled()
execFileSync(node, [inRoot('dist', 'src', 'cli', 'patmint.js'), '--help'], {
  stdio: ['ignore', 'ignore', 'inherit'],
})
console.log('The built command line answers')

const folder = mkdtempSync(join(tmpdir(), 'patmint-smoke-'))
chmodSync(folder, 0o755)
const dataDir = join(folder, 'data')
try {
  await startAndStop('from nothing')
  await startAndStop('a second time')
} finally {
  const location = join(dataDir, 'postgres.location')
  if (existsSync(location))
    rmSync(dirname(readFileSync(location, 'utf8').trim()), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

/** @param {string} title */
async function startAndStop(title) {
  const port = await findFreePort()
  const startedAt = Date.now()
  const env = { ...process.env, PATMINT_DATA_DIR: dataDir, PORT: String(port), DATABASE_URL: '' }
  const child = spawn(process.execPath, [inRoot('scripts', 'start.mjs')], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const exited = once(child, 'exit')
  await untilReady(`http://127.0.0.1:${port}/readyz`, child)
  console.log(`The server started ${title} in ${Date.now() - startedAt} ms`)
  child.kill('SIGTERM')
  const [code, signal] = await exited
  if (code !== 0 && signal !== 'SIGTERM') throw new Error(`the server ended with ${code ?? signal}`)
  if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) throw new Error('PostgreSQL was left running')
  console.log('SIGTERM ended it, and nothing is left running')
}

/**
 * @param {string} url
 * @param {import('node:child_process').ChildProcess} child
 */
async function untilReady(url, child) {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with ${child.exitCode} before it was ready`)
    const answer = await fetch(url).catch(() => undefined)
    if (answer?.ok) return
    await sleep(50)
  }
  child.kill('SIGTERM')
  throw new Error('the server was not ready after a minute')
}

/** @returns {Promise<number>} */
async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}
