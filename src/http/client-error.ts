import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Log } from '../lib/index.ts'

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** Answers what is not even a request (RFC 9112): there is no context yet, so the answer is written by hand. */
export function answerUnreadable<S extends Duplex>(
  log: Log,
  headers: Readonly<Record<string, string>>,
  hasAnswered: (socket: S) => boolean,
): (error: NodeJS.ErrnoException, socket: S) => void {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return (error, socket) => {
    const status = STATUS_OF[error.code ?? ''] ?? 400
    const { remoteAddress } = socket as { remoteAddress?: string }
    log.debug({ status, reason: error.code, address: remoteAddress }, 'an unreadable request')
    if (error.code === 'ECONNRESET' || !socket.writable || hasAnswered(socket)) socket.destroy()
    else socket.end(writeAnswer(status, lines))
  }
}

function writeAnswer(status: number, headers: readonly string[]): string {
  const title = STATUS_CODES[status] ?? 'Bad Request'
  const body = `${status} ${title}\n`
  const more = [
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${body.length}`,
  ]
  return [`HTTP/1.1 ${status} ${title}`, ...headers, ...more, '', body].join('\r\n')
}
