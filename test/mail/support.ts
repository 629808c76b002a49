import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { findFreePort } from '../../scripts/lib/ports.ts'

/** What a mail server was handed: the envelope, and the mail as it came over the wire. */
type Received = { readonly to: readonly string[]; readonly raw: string }

export type Mailbox = {
  /** For `freshRooms` and `freshServer`. */
  readonly environment: Record<string, string>
  readonly received: readonly Received[]
  /** Waits until this many have come. */
  waitFor(count: number): Promise<readonly Received[]>
  close(): Promise<void>
}

type Options = { readonly port?: number; readonly refuse?: string; readonly password?: string }

/** A real mail server on a loopback port. `refuse`: the recipient that it does not know. */
export async function openMailbox(options: Options = {}): Promise<Mailbox> {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: options.password === undefined,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === options.password ? done(null, { user: 'patmint' }) : done(new Error('no such account')),
    onRcptTo: ({ address }, _session, done) =>
      done(address === options.refuse ? Object.assign(new Error('who?'), { responseCode: 550 }) : null),
    onData(stream, { envelope }, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address)
        received.push({ to, raw: Buffer.concat(pieces).toString('utf8') })
        done()
      })
    },
  })
  server.on('error', () => {})
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    environment: mailEnvironment(port, options.password),
    received,
    async waitFor(count) {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 20))
      return received
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export const mailEnvironment = (port: number, password?: string): Record<string, string> => ({
  PATMINT_SMTP_URL: `smtp://${password === undefined ? '' : `patmint:${password}@`}127.0.0.1:${port}`,
  PATMINT_MAIL_FROM: 'Patmint <patmint@example.com>',
})

/** Where no mail server listens, yet. */
export const findQuietPort = findFreePort

/** The plain text of a mail, as its reader sees it. */
export function readText(raw: string): string {
  const [, part = ''] = raw.split('Content-Type: text/plain')
  const [head = '', ...body] = (part.split('\r\n--')[0] ?? '').split('\r\n\r\n')
  const encoded = body.join('\r\n\r\n')
  if (head.includes('base64')) return Buffer.from(encoded, 'base64').toString('utf8')
  if (!head.includes('quoted-printable')) return encoded
  const bytes = encoded
    .replaceAll('=\r\n', '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
