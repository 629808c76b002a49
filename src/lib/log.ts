import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

/** Wherever one of these names turns up in a logged object, its value is cut out before it is written. */
const SECRET_NAMES = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'currentPassword',
  'newPassword',
  'secret',
  'client_secret',
  'clientSecret',
  'token',
  'access_token',
  'refresh_token',
  'code',
  'code_verifier',
]

const PATHS = SECRET_NAMES.flatMap((name) => {
  const key = `["${name}"]`
  return [key, `*${key}`, `*.*${key}`, `*.*.*${key}`]
})

/** One JSON line an event. Values under secret names are replaced by `[redacted]`, three levels deep. */
export function createLog(options: {
  level: string
  destination?: DestinationStream
  /** What is on every line. Not the process id and the host name, unless they are named here. */
  always?: Readonly<Record<string, number>>
}): Log {
  const settings: LoggerOptions = {
    level: options.level,
    base: options.always ?? null,
    redact: { paths: PATHS, censor: '[redacted]' },
    serializers: { err: describeError, error: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}

/**
 * Only what helps to find the fault. A driver's error also carries the failed statement's parameters and the row's
 * values, which may be personal or secret: those never reach the log.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, detail } = error as { code?: unknown; detail?: unknown }
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' ? { reason: code } : {}),
    ...(typeof detail === 'object' && detail !== null ? { detail } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
