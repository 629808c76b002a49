import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { Keys } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { type Clock, seal, unseal } from '../lib/index.ts'
import { SigningKeysUnreadable } from './errors.ts'
import type { SigningKeyRow } from './signing-key-entity.ts'
import { signingKeyStore } from './signing-key-store.ts'

/** RS256 is what every OpenID Connect client understands (OpenID Connect Core §15.1); ES256 is for those that choose. */
const ALGORITHMS = ['RS256', 'ES256'] as const
export const PURPOSE = 'signing-key'

export type SigningKeyDeps = {
  readonly database: Database
  readonly keys: Pick<Keys, 'seal'>
  readonly clock: Clock
}

/**
 * The private keys that ID tokens are signed with; made on the very first start, by one node where several start at
 * once. Those that a retired secret sealed are sealed again with the current one, so that it can be dropped one day.
 * @throws {SigningKeysUnreadable}
 */
export async function loadSigningKeys({ database, keys, clock }: SigningKeyDeps): Promise<JWK[]> {
  return await database.transaction(async (tx) => {
    const store = signingKeyStore(tx)
    await store.lock()
    const rows = await store.list()
    if (rows.length === 0) {
      const made = await Promise.all(ALGORITHMS.map(makeKey))
      // One moment for all, or their order would be another after a restart.
      const now = clock()
      await store.insert(await Promise.all(made.map((jwk) => toRow(keys.seal, jwk, now))))
      return made
    }
    const opened: JWK[] = []
    const unreadable: string[] = []
    for (const { kid, sealed } of rows) {
      const current = await unseal(keys.seal.slice(0, 1), PURPOSE, sealed)
      const text = current ?? (await unseal(keys.seal, PURPOSE, sealed))
      if (text === undefined) unreadable.push(kid)
      else opened.push(JSON.parse(text) as JWK)
      if (text !== undefined && current === undefined)
        await store.reseal(kid, await seal(keys.seal, PURPOSE, text))
    }
    if (unreadable.length > 0) throw new SigningKeysUnreadable(unreadable)
    return opened
  })
}

async function makeKey(alg: (typeof ALGORITHMS)[number]): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) }
}

async function toRow(sealKeys: readonly Uint8Array[], jwk: JWK, createdAt: Date): Promise<SigningKeyRow> {
  const { kid, alg } = jwk
  if (kid === undefined || alg === undefined) throw new Error('a signing key needs a kid and an alg')
  return { kid, alg, sealed: await seal(sealKeys, PURPOSE, JSON.stringify(jwk)), createdAt, retiredAt: null }
}
