import { spawn } from 'node:child_process'

/**
 * Runs a command to its end, and says every few seconds that it is still at it. What the command itself says is shown
 * only when it fails: its last lines tell why.
 * @param {string} title
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number, shell?: boolean }} [options]
 * @returns {Promise<boolean>}
 */
export function longStep(title, command, args, { timeoutSeconds, ...options } = {}) {
  const startedAt = Date.now()
  const seconds = () => Math.round((Date.now() - startedAt) / 1000)
  say(`${title} …`)
  return new Promise((resolve) => {
    let output = ''
    let isOver = false
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    const progress = setInterval(() => say(`  … ${seconds()} s`), 5000)
    const limit =
      timeoutSeconds === undefined ? undefined : setTimeout(() => child.kill(), timeoutSeconds * 1000)
    /** @param {boolean} ok @param {string} reason */
    const end = (ok, reason) => {
      if (isOver) return
      isOver = true
      clearInterval(progress)
      clearTimeout(limit)
      say(ok ? `  done in ${seconds()} s` : `  failed after ${seconds()} s: ${reason}\n${tail(output)}`)
      resolve(ok)
    }
    child.stdout.on('data', (text) => (output += text))
    child.stderr.on('data', (text) => (output += text))
    child.once('error', (error) => end(false, error.message))
    const finish = (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
      end(code === 0, signal ?? `exit code ${code}`)
    child.once('close', finish)
    // Something that it left behind may keep its output open for ever: soon after its end it counts as done.
    child.once('exit', (code, signal) => setTimeout(finish, 2000, code, signal))
  })
}

/**
 * Standard output stays free for what a command answers, such as JSON.
 * @param {string} line
 */
export const say = (line) => void process.stderr.write(`${line}\n`)

/** @param {string} output */
const tail = (output) =>
  output
    .trimEnd()
    .split('\n')
    .slice(-20)
    .map((line) => `    ${line}`)
    .join('\n')
