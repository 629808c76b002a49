import { createAccounts, createPasswords, createThrottle } from '../../accounts/index.ts'
import { createClients, INTERNAL_CLIENT_ID } from '../../clients/index.ts'
import { type Config, deriveKeys, findSecret } from '../../config/index.ts'
import { type Database, openDatabase } from '../../database/index.ts'
import { entities } from '../../entities.ts'
import { createLog, DAY, systemClock } from '../../lib/index.ts'
import { NO_MAIL } from '../../mail/index.ts'
import { createMetrics } from '../../metrics/index.ts'
import { type InspectedKey, inspectSigningKeys } from '../../oauth/index.ts'
import { type Finding, good, note, problem } from './finding.ts'
import { examinePolicy } from './policy.ts'

/** What is in the database, once its tables can be asked. Only looks. */
export async function examineContents(config: Config, url: string): Promise<Finding[]> {
  const { preparedStatements } = config
  const log = createLog({ level: 'silent' })
  const database = await openDatabase({ url, entities, poolSize: 2, preparedStatements, log })
  try {
    return [
      ...(await examineKeys(config, database)),
      await examineInternalClient(database),
      await examineAdministrators(database),
      ...(await examinePolicy(config, database)),
    ]
  } finally {
    await database.close()
  }
}

async function examineKeys(config: Config, database: Database): Promise<Finding[]> {
  const generated = config.secrets === undefined ? await findSecret(config.dataDir) : undefined
  const secrets = config.secrets ?? (generated === undefined ? [] : [generated])
  const found = await inspectSigningKeys({ database, keys: deriveKeys(secrets) })
  if (found.length === 0) return [note('keys', 'there are none yet', 'The first start makes them: npm start')]
  if (secrets.length === 0) {
    const advice =
      'Restore the file “secret” of the data folder from a backup, or set PATMINT_SECRET to what it held.'
    return [problem('keys', `the master secret is not in ${config.dataDir} any more`, advice)]
  }
  return found.map(examineKey)
}

function examineKey({ kid, alg, createdAt, opens }: InspectedKey): Finding {
  const name = `${alg} ${kid.slice(0, 8)}…`
  const days = Math.floor((systemClock().getTime() - createdAt.getTime()) / DAY)
  if (opens === 'never') {
    return problem(
      'keys',
      `${name} cannot be opened with PATMINT_SECRET`,
      'Add the former secret to PATMINT_SECRET, after the current one and a comma.',
    )
  }
  const age = `${name} is ${days} ${days === 1 ? 'day' : 'days'} old`
  if (opens === 'current') return good('keys', age)
  return note(
    'keys',
    `${age}, and sealed with a retired secret`,
    'The next start seals it with the current one.',
  )
}

async function examineInternalClient(database: Database): Promise<Finding> {
  const client = await createClients({ database, clock: systemClock }).find(INTERNAL_CLIENT_ID)
  if (client === undefined) {
    const advice = 'Make it with: npm run patmint -- client ensure-internal (every start does the same)'
    return problem('internal client', 'it is not there, so no token can be generated', advice)
  }
  if (client.disabledAt === null)
    return good('internal client', 'it is there and on: tokens can be generated')
  return note(
    'internal client',
    `token generation is switched off since ${client.disabledAt.toISOString().slice(0, 10)}`,
    `Switch it on again with: npm run patmint -- client enable ${INTERNAL_CLIENT_ID}`,
  )
}

async function examineAdministrators(database: Database): Promise<Finding> {
  const passwords = createPasswords(1)
  const throttle = createThrottle(database.pool)
  const { announce } = NO_MAIL
  const metrics = createMetrics()
  const accounts = createAccounts({ database, clock: systemClock, passwords, throttle, announce, metrics })
  if (await accounts.hasAdmin()) return good('administrators', 'there is at least one')
  return problem(
    'administrators',
    'there is none',
    'Make one with: npm run patmint -- account create --email you@example.com --admin',
  )
}
