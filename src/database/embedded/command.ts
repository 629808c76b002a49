import { execFile } from 'node:child_process'

/** The account a PostgreSQL process runs under; absent where we are that account already. */
export interface Account {
  uid: number
  gid: number
}

/** POSIX root. Windows has no such idea, and PostgreSQL sheds the rights itself there. */
export const isRoot = (): boolean => process.getuid?.() === 0

/**
 * PostgreSQL gets an environment of its own: ours holds secrets, PG* variables would bend it, and the C locale
 * keeps its messages in the words that we look for.
 */
export function postgresEnv(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP']
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of kept) if (process.env[name] !== undefined) env[name] = process.env[name]
  return env
}

/** Our own working folder may be closed to that account, so it starts from the root. */
export const spawnAs = (account: Account | undefined): { uid?: number; gid?: number; cwd?: string } => ({
  ...account,
  ...(process.platform === 'win32' ? {} : { cwd: '/' }),
})

export interface CommandResult {
  ok: boolean
  output: string
}

/** Runs a command to its end. A command that cannot be started is a result too: `ok` is false. */
export function runCommand(command: string, args: string[], account?: Account): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = {
      ...spawnAs(account),
      env: postgresEnv(),
      windowsHide: true,
      maxBuffer: 16 * 1024 * 1024,
    }
    try {
      execFile(command, args, options, (error, stdout, stderr) => {
        resolve({ ok: error === null, output: stdout + stderr || (error?.message ?? '') })
      })
    } catch (error) {
      resolve({ ok: false, output: String(error) })
    }
  })
}
