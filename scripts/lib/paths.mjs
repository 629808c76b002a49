import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts)

const programName = process.platform === 'win32' ? 'node.exe' : 'node'

/**
 * The Node 24 that npm installed, whatever the machine has: a plain `node` of version 20 cannot run TypeScript.
 * @returns {string | undefined}
 */
export function findNode() {
  const installed = inRoot('node_modules', 'node', 'bin', programName)
  if (existsSync(installed)) return installed
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18) ? process.execPath : undefined
}
