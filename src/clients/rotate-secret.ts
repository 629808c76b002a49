import { type Actor, record } from '../audit/index.ts'
import { addMilliseconds, DAY, HOUR, randomSecret, sha256 } from '../lib/index.ts'
import type { Client } from './client.ts'
import { clientStore } from './client-store.ts'
import { ClientHasNoSecret, ClientNotFound } from './errors.ts'
import type { ClientDeps } from './register.ts'

export const OVERLAPS = ['none', 'hour', 'day', 'week'] as const

/** For how long the secret before the new one stays good. */
export type Overlap = (typeof OVERLAPS)[number]

const DURATIONS: Record<Exclude<Overlap, 'none'>, number> = { hour: HOUR, day: DAY, week: 7 * DAY }

/**
 * Gives a client a new secret, which is returned this once. The one before is good until the overlap is over, so that
 * every instance can be moved; one older still is dead at once, and without an overlap so is the one before. A client
 * that is switched off may rotate too: after a leak it is switched on again with a secret that nobody knows.
 * @throws {ClientNotFound | ClientHasNoSecret}
 */
export async function rotateSecret(
  { database, clock }: ClientDeps,
  by: Actor,
  id: string,
  { overlap }: { readonly overlap: Overlap },
): Promise<{ client: Client; secret: string }> {
  return await database.transaction(async (tx) => {
    const store = clientStore(tx)
    const before = await store.lock(id)
    if (before === undefined) throw new ClientNotFound(id)
    if (before.secretHash === null) throw new ClientHasNoSecret(id)
    const now = clock()
    const until = overlap === 'none' ? null : addMilliseconds(now, DURATIONS[overlap])
    const secret = randomSecret()
    const secrets = {
      secretHash: sha256(secret),
      previousSecretHash: until === null ? null : before.secretHash,
      previousSecretEndsAt: until,
    }
    await store.update(id, secrets)
    await record(tx, now, { name: 'client.secret_rotated', by, clientId: id, data: { overlap, until } })
    return { client: { ...before, ...secrets }, secret }
  })
}
