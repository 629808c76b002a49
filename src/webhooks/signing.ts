import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { seal, unseal } from '../lib/index.ts'
import { type EndpointRow, hasTwoSigningSecrets } from './endpoint.ts'

const PURPOSE = 'webhook-secret'

/** `whsec_` and 256 random bits in base64: the form that every Standard Webhooks library takes. */
export const generateSigningSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

export const sealSecret = (keys: readonly Uint8Array[], secret: string): Promise<string> =>
  seal(keys, PURPOSE, secret)

const unsealSecret = (keys: readonly Uint8Array[], sealed: string): Promise<string | undefined> =>
  unseal(keys, PURPOSE, sealed)

/** What was sealed with a retired master secret, sealed with the current one; `undefined` where nothing is to be done. */
export async function resealSecret(keys: readonly Uint8Array[], sealed: string): Promise<string | undefined> {
  if ((await unsealSecret(keys.slice(0, 1), sealed)) !== undefined) return undefined
  const secret = await unsealSecret(keys, sealed)
  return secret === undefined ? undefined : await sealSecret(keys, secret)
}

/** Those that a message is signed with: the present one, and the one before it while they overlap. */
export async function listSigningSecrets(
  keys: readonly Uint8Array[],
  row: EndpointRow,
  now: Date,
): Promise<string[]> {
  const sealed = [row.secret]
  if (row.previousSecret !== null && hasTwoSigningSecrets(row, now)) sealed.push(row.previousSecret)
  const secrets = await Promise.all(sealed.map((text) => unsealSecret(keys, text)))
  return secrets.filter((secret) => secret !== undefined)
}

type Signed = { readonly messageId: string; readonly payload: string; readonly at: Date }

/** The three headers of Standard Webhooks. The time is that of the try: receivers refuse what is old. */
export function signatureHeaders(secrets: readonly string[], { messageId, payload, at }: Signed) {
  return {
    'webhook-id': messageId,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(messageId, at, payload)).join(' '),
  }
}
