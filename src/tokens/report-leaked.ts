import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { sha256 } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { factsOf, publishToken } from './publish-token.ts'
import { readTokens } from './read-tokens.ts'
import { endToken } from './revoke.ts'
import type { Token } from './token.ts'
import { tokenStore } from './token-store.ts'

const REASON = 'Found in public and reported'

/**
 * Somebody has found secrets where everybody can read them. Those that are of tokens that have not ended are revoked, and
 * whoever answers for them is told by mail. Whoever reports proves by the secret itself that it is out. A secret that is
 * none of ours, or is dead already, changes nothing.
 * @returns how many it revoked; for the log alone, since it would tell a guesser what is real
 */
export async function reportLeaked(deps: TokenDeps, by: Actor, secrets: readonly string[]): Promise<number> {
  const hashes = secrets.filter((secret) => deps.format.isTokenShaped(secret)).map(sha256)
  if (hashes.length === 0) return 0
  return await deps.database.transaction(async (tx) => {
    const book = await deps.policies.inForce(tx)
    // In the order of their ids, so that two that report the same ones never wait for each other in a circle.
    const selection = { where: 't.secret_hash = any($1::bytea[])', values: [hashes], order: 't.id' }
    let count = 0
    for (const token of await readTokens(tx, book, selection))
      if (await endLeaked(deps, tx, by, token)) count += 1
    return count
  })
}

async function endLeaked(deps: TokenDeps, tx: Executor, by: Actor, token: Token): Promise<boolean> {
  if (!(await endToken(deps, tx, by, token, REASON))) return false
  const at = deps.clock()
  const { id: tokenId, accountId, organization } = token
  const where = organization === null ? {} : { organizationId: organization.id }
  await record(tx, at, { name: 'token.leaked', by, accountId, tokenId, ...where })
  await publishToken(deps.publish, tx, { type: 'token.leaked', at, by, token: factsOf(token), more: {} })
  // A service account has no mailbox: then it is told who made the token.
  const reader = token.accountKind === 'person' ? accountId : token.madeByAccountId
  const to = reader === null ? undefined : await tokenStore(tx).findAccount(reader)
  if (to?.kind === 'person') await deps.announce(tx, { about: 'token_leaked', to, token, at })
  return true
}
