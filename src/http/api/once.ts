import type { LentRooms, Services } from '../../assemble.ts'
import { type Answer, answerOnce } from '../../idempotency/index.ts'
import type { Caller } from './caller.ts'

/**
 * Handles a caller's request once for its key, in one transaction with it. @see answerOnce
 * @throws {InvalidIdempotencyKey | IdempotencyKeyReused}
 */
export async function performOnce(
  services: Services,
  caller: Caller,
  given: { readonly key: string; readonly request: string },
  handle: (services: Services) => Promise<unknown>,
): Promise<Answer<unknown>> {
  const repeatable = { ...given, tokenId: caller.token.id, secret: caller.secret }
  return await services.transact((rooms) =>
    answerOnce(services, rooms.tx, repeatable, () => handle(lendTo(services, rooms))),
  )
}

/** All services, those of them that can take part in the transaction lent by it. */
export const lendTo = (services: Services, rooms: LentRooms): Services => ({ ...services, ...rooms })
