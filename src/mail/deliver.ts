import { type Clock, type Log, unseal } from '../lib/index.ts'
import type { Envelope } from './smtp.ts'

/** Binds what is sealed to this place. */
export const PURPOSE = 'mail'

/** One address and no list of them: mail programs, nodemailer too, take `a@example.com, b@example.com` apart. */
const MAILBOX = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+$/

/** A mail as it waits in the queue, once it is opened. */
export type Letter = Envelope & { readonly goodUntil: string }

type DeliverDeps = {
  readonly clock: Clock
  readonly log: Log
  readonly sealKeys: readonly Uint8Array[]
  readonly giveUp: (reason: string) => Error
  send(id: string, letter: Envelope): Promise<void>
}

/**
 * Opens a mail and hands it to the mail server.
 * @throws what `giveUp` makes, where trying again is of no use; else an error that says how the server answered
 */
export async function deliver(deps: DeliverDeps, job: unknown, id: string): Promise<void> {
  const { goodUntil, ...letter } = await open(deps, job)
  if (deps.clock() > new Date(goodUntil)) throw deps.giveUp('the mail could not be sent in time')
  if (!MAILBOX.test(letter.to)) throw deps.giveUp('no mail can be sent to an address like this')
  try {
    await deps.send(id, letter)
  } catch (error) {
    const { message, isFinal } = readRefusal(error)
    throw isFinal ? deps.giveUp(message) : new Error(message)
  }
  deps.log.info({ jobId: id }, 'a mail was sent')
}

async function open({ sealKeys, giveUp }: DeliverDeps, job: unknown): Promise<Letter> {
  const { sealed } = job as { sealed: string }
  const text = await unseal(sealKeys, PURPOSE, sealed)
  if (text === undefined) throw giveUp('the mail was sealed with a master secret that is not known any more')
  return JSON.parse(text) as Letter
}

type Refusal = { code?: string; command?: string; responseCode?: number; message?: string }

/**
 * What the server says is left out, for it likes to repeat addresses. It will not change its mind (RFC 5321 §4.2.1) about a
 * recipient or a text; about the sender and the password an operator may.
 */
function readRefusal(error: unknown): { message: string; isFinal: boolean } {
  const { code, command, responseCode, message } = error as Refusal
  if (command === 'CONN') return { message: `the mail server cannot be reached: ${message}`, isFinal: false }
  const answer = [code, command, responseCode].filter((part) => part !== undefined).join(', ')
  const isFinal =
    responseCode === undefined
      ? code === 'EENVELOPE'
      : responseCode >= 500 && responseCode !== 503 && ['RCPT TO', 'DATA'].includes(command ?? '')
  return { message: `the mail server did not take the mail (${answer})`, isFinal }
}
