import { lazily, SECOND } from '../lib/index.ts'

export type Envelope = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type Sender = { readonly name: string; readonly address: string }

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Long enough for servers that let strangers wait; a job that is under way at the end waits less. */
const PATIENCE = 10 * SECOND
const VERIFY_PATIENCE = 5 * SECOND

/** @returns how to send one mail, on a connection of its own; `id` tells a second delivery of the same mail. */
export function createSmtp(url: string, from: Sender) {
  const connect = lazily(() => openTransport(url, PATIENCE))
  const [, domain = 'localhost'] = from.address.split('@')
  return async (id: string, { to, ...written }: Envelope): Promise<void> => {
    const transport = await connect()
    await transport.sendMail({
      ...written,
      from,
      to: { name: '', address: to },
      messageId: `<${id}@${domain}>`,
      // RFC 3834 §5: no holiday note answers it.
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  }
}

/** Connects, turns to TLS and signs in, and sends nothing. @throws what the server or the network says */
export async function verifyMailServer(url: string): Promise<void> {
  const transport = await openTransport(url, VERIFY_PATIENCE)
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

async function openTransport(url: string, patience: number) {
  // Loaded for the first mail.
  const { createTransport } = await import('nodemailer')
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'smtps:'
  const isLoopback = LOOPBACK.has(hostname)
  return createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // A password in the clear could be read on the way. On a loopback address nobody can, and certificates are seldom good.
    requireTLS: username !== '' && !isLoopback,
    ignoreTLS: isLoopback,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    socketTimeout: 2 * patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}
