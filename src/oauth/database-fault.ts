import { errors } from 'oidc-provider'
import { DatabaseUnavailable, isDatabaseFault } from '../database/index.ts'

/**
 * Nobody can tell whether a token is good while the database is away. oidc-provider would answer 500; a client must be
 * told 503, so that it tries again and takes a token that it wanted to revoke for alive (RFC 7009 §2.2.1).
 */
class DatabaseAway extends errors.TemporarilyUnavailable {
  override status = 503
  override statusCode = 503
  override expose = true

  constructor(cause: unknown) {
    super('the database does not answer just now; try again in a few seconds', { cause })
  }
}

/** The same verb, with a fault of the database turned into an error that oidc-provider answers with 503. */
export const guarded =
  <Given extends unknown[], Result>(verb: (...given: Given) => Promise<Result>) =>
  async (...given: Given): Promise<Result> => {
    try {
      return await verb(...given)
    } catch (error) {
      throw isDatabaseFault(error) ? new DatabaseAway(error) : error
    }
  }

/** The other way round, for what our own pages call. */
export const asProductError = (error: unknown): unknown =>
  error instanceof DatabaseAway ? new DatabaseUnavailable(error.cause) : error
