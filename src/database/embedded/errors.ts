import { ProductError } from '../../lib/index.ts'

/** Something outside of Patmint keeps its own database from running; the message says what to do. */
export class EmbeddedDatabaseProblem extends ProductError {
  readonly code = 'embedded_database_unavailable'
  readonly kind = 'unavailable'

  constructor(message: string, cause?: unknown) {
    super(message, {}, cause === undefined ? undefined : { cause })
  }
}

const elsewhere = 'or set DATABASE_URL to a PostgreSQL 14 or newer'

export function noBinaries(platform: string, cause: unknown): EmbeddedDatabaseProblem {
  return new EmbeddedDatabaseProblem(
    `No PostgreSQL for ${platform} is installed. Install with optional dependencies (npm ci --include=optional), ${elsewhere}.`,
    cause,
  )
}

export function wrongPassword(passwordFile: string, cluster: string): EmbeddedDatabaseProblem {
  return new EmbeddedDatabaseProblem(
    `The password in ${passwordFile} does not open the database in ${cluster}. ` +
      'Restore that file from your backup of the data folder; it was made together with the database.',
  )
}

export function notReadable(path: string, cause: unknown): EmbeddedDatabaseProblem {
  return new EmbeddedDatabaseProblem(
    `${path} cannot be read or written. Run Patmint as the account that owns the data folder.`,
    cause,
  )
}

/** What PostgreSQL or initdb said, in words that lead somewhere. */
export function explainOutput(what: string, output: string): EmbeddedDatabaseProblem {
  const said = output.trim().split('\n').slice(-8).join('\n')
  return new EmbeddedDatabaseProblem(
    `${what}: ${adviceFor(output)}\nPostgreSQL said:\n${said || '(nothing)'}`,
  )
}

const advice: ReadonlyArray<readonly [RegExp, string]> = [
  [/No space left on device/i, 'the disk is full; free some space and start again.'],
  [/error while loading shared libraries/i, 'a system library is missing; install it,'],
  [
    /could not access directory|Permission denied|wrong ownership/i,
    'its folder must belong to the account that runs it;',
  ],
  [/incompatible with server|not compatible/i, 'the data was made by another major version of PostgreSQL;'],
  [
    /could not create shared memory|could not resize shared memory/i,
    'the machine has too little shared memory; give it more,',
  ],
]

function adviceFor(output: string): string {
  const found = advice.find(([pattern]) => pattern.test(output))?.[1] ?? 'see what it said below,'
  return found.endsWith('.') ? found : `${found} ${elsewhere}.`
}
