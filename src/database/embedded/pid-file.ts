import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { notReadable } from './errors.ts'
import { errorCode } from './files.ts'

/** What PostgreSQL itself writes about its running server; the file outlives a kill -9. */
export interface PidFile {
  path: string
  pid: number
  port: number | undefined
  text: string
}

export async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const path = join(cluster, 'postmaster.pid')
  try {
    const text = await readFile(path, 'utf8')
    const [pid, , , port] = text.split('\n')
    if (!/^\d+$/.test(pid ?? '')) return undefined
    return { path, pid: Number(pid), port: /^\d+$/.test(port ?? '') ? Number(port) : undefined, text }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw notReadable(path, error)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** A pid is given out again, in a restarted container almost surely; its program's name tells. */
export async function isPostgres(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform === 'win32') return true
  const [, name, state] =
    /^\d+ \((.*)\) (\w)/s.exec(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')) ?? []
  // In a container whose first process reaps nobody, an ended one stays as a zombie.
  if (name !== undefined) return name.startsWith('postgres') && state !== 'Z'
  const listed = await runCommand('ps', ['-p', String(pid), '-o', 'comm='])
  return !listed.ok || listed.output.includes('postgres')
}

/**
 * PostgreSQL will not start over a file whose pid is alive, even when an unrelated program got that pid. It does start
 * over one that holds its parent's pid, and still checks the shared memory for old backends: so the file gets ours.
 */
export async function disownPidFile(file: PidFile): Promise<void> {
  const handle = await open(file.path, 'r+')
  try {
    if ((await handle.readFile('utf8')) !== file.text) return
    const [, ...rest] = file.text.split('\n')
    await handle.truncate(0)
    await handle.write([String(process.pid), ...rest].join('\n'), 0)
  } finally {
    await handle.close()
  }
}
