import type { Services } from '../assemble.ts'
import type { Config } from '../config/index.ts'
import { persist } from '../database/index.ts'
import { say } from './terminal.ts'

/** Says where it is. The set-up link goes to the terminal alone: it makes an administrator, and logs are kept. */
export async function welcome({ config, accounts }: Services): Promise<void> {
  say(`\n  Patmint is at   ${config.issuer}\n  Its database    ${describeDatabase(config)}`)
  if (config.workers > 1) say(`  Its workers     ${config.workers}`)
  const key = await persist(() => accounts.createSetupLink())
  if (key !== undefined) say(inviteFirstAdmin(`${config.issuer}/setup?key=${key}`))
  say('\n  Ctrl-C ends it.\n')
}

function inviteFirstAdmin(link: string): string {
  const line = '━'.repeat(88)
  return `
${line}

  There is no administrator yet. Open this link within the hour to become the first:

    ${link}

  or do the same in another terminal:

    npm run patmint -- account create --email you@example.com --admin

${line}`
}

export function describeDatabase({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `embedded PostgreSQL (data folder ${dataDir})`
  const { host, pathname } = new URL(databaseUrl)
  return `PostgreSQL at ${host}${pathname}`
}
