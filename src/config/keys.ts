import { hkdfSync } from 'node:crypto'

/** Keys for one purpose each, derived from the master secrets; the first of each list is current, the rest retired. */
export type Keys = {
  /** Sign cookies. */
  readonly cookie: readonly string[]
  /** Encrypt signing keys at rest and the one-time display of a new secret. 32 bytes each. */
  readonly seal: readonly Uint8Array[]
  /** Bind forms to the browser that they were made for (CSRF). 32 bytes each. */
  readonly form: readonly Uint8Array[]
}

/** HKDF-SHA256 (RFC 5869), one `info` a purpose: knowing one key tells nothing of another. */
export function deriveKeys(secrets: readonly string[]): Keys {
  const derive = (purpose: string) =>
    secrets.map((secret) => new Uint8Array(hkdfSync('sha256', secret, 'patmint', purpose, 32)))
  return {
    cookie: derive('cookie').map((key) => Buffer.from(key).toString('base64url')),
    seal: derive('seal'),
    form: derive('form'),
  }
}
