import { hkdfSync } from 'node:crypto'
import type { Database, Executor } from '../database/index.ts'
import { addMilliseconds, type Clock, DAY, seal, sha256, unseal } from '../lib/index.ts'
import { IdempotencyKeyReused, InvalidIdempotencyKey } from './errors.ts'
import { idempotencyStore } from './idempotency-store.ts'

/** Answers are given again for so long. */
const KEPT = DAY

export type Repeatable = {
  /** Whose key it is: two tokens that choose the same one do not meet. */
  readonly tokenId: string
  /** The token's own secret. Only its hash is kept anywhere, so nobody but its holder can open the answer. */
  readonly secret: string
  /** As the caller sent it. */
  readonly key: string
  /** Everything that makes it this request and no other: method, path, body. */
  readonly request: string
}

export type Answer<T> = { readonly reply: T; readonly isRepeated: boolean }

/**
 * Does `act` once for a key, however often and however concurrently it is asked for within a day, and gives everybody the
 * answer of that once. Key, act and answer are kept by the same transaction: where the act fails, nothing is, and the key
 * can be used again. An answer can hold a secret that is kept nowhere: it is sealed with the caller's own.
 * @throws {InvalidIdempotencyKey | IdempotencyKeyReused}, and what `act` throws
 */
export async function answerOnce<T>(
  { clock }: { readonly clock: Clock },
  tx: Executor,
  given: Repeatable,
  act: () => Promise<T>,
): Promise<Answer<T>> {
  if (!/^[\x20-\x7e]{1,255}$/.test(given.key)) throw new InvalidIdempotencyKey()
  const store = idempotencyStore(tx)
  const key = { tokenId: given.tokenId, keyHash: sha256(given.key) }
  const [now, requestHash] = [clock(), sha256(given.request)]
  if (!(await store.claim({ ...key, requestHash, createdAt: now }, addMilliseconds(now, -KEPT)))) {
    const before = await store.get(key)
    if (!before.requestHash.equals(requestHash)) throw new IdempotencyKeyReused()
    return { reply: await open<T>(given, before.answer ?? ''), isRepeated: true }
  }
  const reply = await act()
  await store.setAnswer(key, await seal([sealKeyOf(given)], PURPOSE, JSON.stringify(reply ?? null)))
  return { reply, isRepeated: false }
}

const PURPOSE = 'idempotency'

async function open<T>(given: Repeatable, sealed: string): Promise<T> {
  const text = await unseal([sealKeyOf(given)], PURPOSE, sealed)
  if (text === undefined) throw new Error('an answer that was kept cannot be opened')
  return JSON.parse(text) as T
}

const sealKeyOf = ({ secret, key }: Repeatable): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, key, `patmint ${PURPOSE}`, 32))

export const deleteOldAnswers = ({ database, clock }: { database: Database; clock: Clock }): Promise<void> =>
  idempotencyStore(database.manager).deleteBefore(addMilliseconds(clock(), -KEPT))
