import { spawn } from 'node:child_process'
import { inRoot } from './paths.mjs'

/** @type {NodeJS.Signals[]} */
const forwarded = process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Becomes the child as far as its caller can tell: same terminal, same signals, same end. After Ctrl-C the terminal has
 * told the child already; the wrapper passes it on once more and stays until the child is gone.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function runInPlace(command, args, options = {}) {
  // Parsing and stripping types is half of a short command's time: Node keeps the result.
  const cache = { NODE_COMPILE_CACHE: inRoot('node_modules', '.cache', 'node') }
  const env = { ...cache, ...(options.env ?? process.env) }
  const child = spawn(command, args, { ...options, env, stdio: 'inherit' })
  for (const signal of forwarded) process.on(signal, () => child.kill(signal))
  followParent(child)
  child.once('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    for (const name of forwarded) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  })
}

/**
 * npm passes SIGTERM to the shell that it runs a script with, and that shell ends without telling us. So when whoever
 * npm has put above us is gone, it is time to stop.
 * @param {import('node:child_process').ChildProcess} child
 */
function followParent(child) {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, 200)
}
