import type { Config } from '../config/index.ts'
import { isDatabaseFault } from '../database/index.ts'
import { isProductError, type Log } from '../lib/index.ts'
import { complain } from './terminal.ts'
import { describeDatabase } from './welcome.ts'

/** What the operator can change is said in words; anything else is a bug, and its stack goes to the log. */
export function explain(config: Config, log: Log, error: unknown): void {
  const { code, port = config.port } = error as NodeJS.ErrnoException & { port?: number }
  const { host, variable, hostVariable } = describeListener(config, port)
  if (code === 'EADDRINUSE') {
    complain(
      `Port ${port} is taken: something already listens on ${host}:${port}. Stop it, or set ${variable} to another.`,
    )
  } else if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    complain(
      `Patmint may not listen on ${host}:${port} (${code}). Set ${variable} or ${hostVariable} to something else.`,
    )
  } else if (isDatabaseFault(error) && config.databaseUrl !== undefined) {
    complain(`${describeDatabase(config)} does not answer (${(error as Error).message}). Check DATABASE_URL.`)
  } else if (isProductError(error)) {
    complain(error.message)
  } else {
    log.fatal({ error }, 'Patmint could not start')
    complain('Patmint could not start; the last log line says why.')
  }
}

const describeListener = ({ host, metricsHost, metricsPort }: Config, port: number) =>
  port === metricsPort
    ? { host: metricsHost, variable: 'PATMINT_METRICS_PORT', hostVariable: 'PATMINT_METRICS_HOST' }
    : { host, variable: 'PORT', hostVariable: 'PATMINT_HOST' }
