import { CommanderError } from 'commander'
import { ConfigProblems } from '../config/index.ts'
import { isDatabaseFault } from '../database/index.ts'
import { CutsOffTokens, InvalidDeclaration } from '../declaration/index.ts'
import { isProductError, type ProductError } from '../lib/index.ts'

/** What standard error is told, and how the process ends. */
export type Failure = { readonly text: string; readonly exitCode: number }

type Told = { readonly code: string; readonly message: string } & Readonly<Record<string, unknown>>

/** 1: the command was understood, and refused or failed. 2: what was asked, or the configuration, is not right. */
export function explainFailure(error: unknown, asJson: boolean): Failure {
  if (error instanceof CommanderError) return explainUsage(error, asJson)
  if (error instanceof ConfigProblems) {
    const { message, problems } = error
    return tell({ code: 'configuration_invalid', message, problems }, 2, asJson)
  }
  if (isProductError(error)) {
    const { code, message, field } = error
    return tell({ code, message, ...(field === undefined ? {} : { field }), ...detailsOf(error) }, 1, asJson)
  }
  if (isDatabaseFault(error)) {
    const message = 'The database went away. Try again in a few seconds.'
    return tell({ code: 'database_unavailable', message }, 1, asJson)
  }
  return tell(
    { code: 'internal_error', message: `This should not have happened: ${reason(error)}` },
    1,
    asJson,
  )
}

/** What programs want piece by piece. */
function detailsOf(error: ProductError): Record<string, unknown> {
  if (error instanceof InvalidDeclaration) return { mistakes: error.mistakes }
  return error instanceof CutsOffTokens ? { losses: error.losses } : {}
}

function explainUsage(error: CommanderError, asJson: boolean): Failure {
  // Help that was asked for has been printed already, and so has that of a noun without its verb.
  if (error.exitCode === 0) return { text: '', exitCode: 0 }
  if (error.code === 'commander.help') return { text: '', exitCode: 2 }
  const message = error.message.replace(/^error: /, '').replace('\n(Did', ' (Did')
  const advice = 'Add --help for what there is.'
  return tell(
    { code: 'usage_invalid', message: `${capitalise(message).replace(/\.?$/, '.')} ${advice}` },
    2,
    asJson,
  )
}

function tell(error: Told, exitCode: number, asJson: boolean): Failure {
  return { text: asJson ? `${JSON.stringify({ error }, null, 2)}\n` : `${error.message}\n`, exitCode }
}

/** In PostgreSQL's or the network's words; `undefined` where the fault is not theirs. */
export function findDatabaseTrouble(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  // SQLSTATE class 28: wrong password or role; 3D: no such database; 42501: it may not create tables.
  const isRefused = typeof code === 'string' && /^(28...|3D...|42501)$/.test(code)
  return isRefused || isDatabaseFault(error) ? reason(error) : undefined
}

/** Two addresses of one name that both fail come as one error without a message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reason).join(', ')
  return error instanceof Error
    ? error.message.split('\n')[0]?.replace(/\.$/, '') || error.name
    : String(error)
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
