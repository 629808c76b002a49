import { stat } from 'node:fs/promises'
import { type Account, isRoot, runCommand } from './command.ts'
import { EmbeddedDatabaseProblem } from './errors.ts'

const ourAccount = 'patmint'

/**
 * PostgreSQL refuses to run as root. A cluster that is there already stays with its owner, whatever accounts
 * the machine has got since.
 */
export async function chooseAccount(cluster: string | undefined): Promise<Account | undefined> {
  if (!isRoot()) return undefined
  const owner = cluster === undefined ? undefined : await stat(cluster).catch(() => undefined)
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return (await findAccount('postgres')) ?? (await findAccount(ourAccount)) ?? (await createAccount())
}

async function findAccount(name: string): Promise<Account | undefined> {
  const [uid, gid] = await Promise.all([runCommand('id', ['-u', name]), runCommand('id', ['-g', name])])
  if (!uid.ok || !gid.ok) return undefined
  return { uid: Number(uid.output), gid: Number(gid.output) }
}

async function createAccount(): Promise<Account> {
  const attempts: Array<[string, string[]]> = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ourAccount]],
    // BusyBox (Alpine) knows only short options, and makes a group only when it is asked for.
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', ourAccount]],
  ]
  for (const [command, args] of attempts) {
    await runCommand(command, args)
    const made = await findAccount(ourAccount)
    if (made !== undefined) return made
  }
  throw new EmbeddedDatabaseProblem(
    'PostgreSQL does not run as root, and no system account could be made for it. ' +
      `Create one named ${ourAccount}, run Patmint as an ordinary account, or set DATABASE_URL to a PostgreSQL 14 or newer.`,
  )
}
