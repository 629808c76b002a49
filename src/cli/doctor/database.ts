import type { Config } from '../../config/index.ts'
import { hasEmbedded, type Inspection, inspectDatabase, openEmbedded } from '../../database/index.ts'
import { isProductError, SECOND, systemClock } from '../../lib/index.ts'
import { findDatabaseTrouble } from '../failure.ts'
import { type Finding, good, note, problem } from './finding.ts'

const SUBJECT = 'database'
const OLDEST_MAJOR = 14
/** Introspection asks the database once or twice: its answer cannot be quicker than this. */
const SLOW_MILLISECONDS = 20
const CLOCKS_APART = 2 * SECOND

export type Reached = { readonly url: string; close(): Promise<void> }

/** The database's address while it can be used; the embedded one is started for it, but never made. */
export async function reachDatabase(
  config: Config,
): Promise<{ reached: Reached | undefined; findings: Finding[] }> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl !== undefined) {
    return { reached: { url: databaseUrl, close: async () => {} }, findings: [] }
  }
  if (!(await hasEmbedded(dataDir))) {
    return {
      reached: undefined,
      findings: [note(SUBJECT, `there is none in ${dataDir} yet`, 'The first start makes it: npm start')],
    }
  }
  try {
    return { reached: await openEmbedded({ dataDir }), findings: [] }
  } catch (error) {
    if (!isProductError(error)) throw error
    const says = 'the embedded PostgreSQL cannot be used'
    return { reached: undefined, findings: [problem(SUBJECT, says, error.message)] }
  }
}

/** @returns also whether its tables can be asked */
export async function examineDatabase(url: string): Promise<{ findings: Finding[]; isReady: boolean }> {
  try {
    const found = await inspectDatabase(url, systemClock)
    const findings = [...examineServer(found), examineMigrations(found), examineClock(found)]
    return { findings, isReady: found.pending.length === 0 }
  } catch (error) {
    const trouble = findDatabaseTrouble(error) ?? (error as Error).message
    return { findings: [problem(SUBJECT, describeAway(url, trouble), WHAT_TO_CHECK)], isReady: false }
  }
}

const describeAway = (url: string, trouble: string): string => {
  const { host, pathname } = new URL(url)
  return `PostgreSQL at ${host}${pathname} cannot be used: ${trouble}`
}

const WHAT_TO_CHECK =
  'Is it running, does its firewall let this machine in, and are name and password in DATABASE_URL right?'

function examineServer({ version, major, encoding, mayCreate, latencyMilliseconds }: Inspection): Finding[] {
  const findings: Finding[] = []
  const took = `${latencyMilliseconds.toFixed(1)} ms`
  if (major < OLDEST_MAJOR) {
    findings.push(
      problem(SUBJECT, `PostgreSQL ${version} is too old`, `Use version ${OLDEST_MAJOR} or newer.`),
    )
  }
  if (encoding !== 'UTF8') {
    const advice = `Make it anew with: create database … encoding 'UTF8' template template0`
    findings.push(problem(SUBJECT, `its encoding is ${encoding}, which cannot hold every name`, advice))
  }
  if (!mayCreate) {
    const advice = 'Let it own the database: alter database … owner to …'
    findings.push(problem(SUBJECT, 'its role may not create tables, so upgrades will fail', advice))
  }
  if (latencyMilliseconds > SLOW_MILLISECONDS) {
    const advice = 'Run Patmint near its database: every introspection waits for it.'
    findings.push(note(SUBJECT, `one question takes ${took}`, advice))
  }
  return findings.length > 0 ? findings : [good(SUBJECT, `PostgreSQL ${version} answers in ${took}`)]
}

function examineMigrations({ pending }: Inspection): Finding {
  if (pending.length === 0) return good('migrations', 'the schema is up to date')
  return problem(
    'migrations',
    `${pending.length} have not run: ${pending.join(', ')}`,
    'Take a backup, then run: npm run patmint -- migrate (every start does the same)',
  )
}

function examineClock({ clockAheadMilliseconds: ahead }: Inspection): Finding {
  const apart = `${(Math.abs(ahead) / SECOND).toFixed(1)} s ${ahead > 0 ? 'ahead of' : 'behind'} the database’s`
  if (Math.abs(ahead) < CLOCKS_APART) return good('clock', 'this machine and the database agree')
  return problem(
    'clock',
    `this machine’s clock is ${apart}`,
    'Let NTP set both, and the other nodes’ too: tokens end by the clock.',
  )
}
