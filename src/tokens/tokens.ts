import { type Actor, auditEventStore } from '../audit/index.ts'
import { isId, type Log } from '../lib/index.ts'
import type { TokenDeps } from './deps.ts'
import { TokenNotFound } from './errors.ts'
import { listTokens, type TokenFilter, type TokenOrder } from './list.ts'
import { mintToken, type NewToken } from './mint.ts'
import { type LiveToken, resolveToken } from './resolve.ts'
import { revokeAllOf, revokeToken } from './revoke.ts'
import { type RetireWhen, renewExpiry, rotateToken } from './rotate.ts'
import type { Token } from './token.ts'
import { tokenStore } from './token-store.ts'
import { createUsageCollector, readUsage, type Use } from './usage.ts'

const MOST_LISTED = 1_000

/** The room's verbs with their dependencies filled in. */
export function createTokens(deps: TokenDeps & { readonly log: Log }) {
  const store = tokenStore(deps.database.manager)
  const usage = createUsageCollector(deps)
  return {
    prefix: deps.format.prefix,
    hasPrefix: (text: string) => deps.format.hasPrefix(text),

    mint: (by: Actor, given: NewToken) => mintToken(deps, by, given),
    rotate: (by: Actor, given: { accountId: string; tokenId: string; when: RetireWhen; formKey?: string }) =>
      rotateToken(deps, by, given),
    /** When the successor of this token would end, if it were rotated now. */
    previewRenewal: (token: Token) => renewExpiry(deps.policy, token, deps.clock()),
    /** By its owner. */
    revoke: (by: Actor, accountId: string, tokenId: string) =>
      revokeToken(deps, by, { tokenId, whose: accountId, reason: 'Revoked by its owner' }),
    /** By somebody who may revoke anybody's. */
    revokeAny: (by: Actor, tokenId: string, reason: string) =>
      revokeToken(deps, by, { tokenId, whose: undefined, reason }),

    /** All that still work, of one account. @returns how many that were */
    revokeAllOf: (by: Actor, accountId: string, reason: string) => revokeAllOf(deps, by, accountId, reason),

    /** True once: whoever is told true may show the secret, and nobody may again. */
    reveal: async (tokenId: string, secret: string) =>
      isId(tokenId) && (await store.markShown(tokenId, secret, deps.clock())),

    list: (accountId: string, query?: { filter?: TokenFilter; search?: string; order?: TokenOrder }) =>
      listTokens(deps, accountId, query),
    listAll: () => store.listAll(MOST_LISTED),
    /** @throws {TokenNotFound} for an unknown id, and in the same words for somebody else's */
    async get(accountId: string, tokenId: string): Promise<Token> {
      const token = isId(tokenId) ? await store.find(tokenId) : undefined
      if (token?.accountId !== accountId)
        throw new TokenNotFound({ accountId, tokenId: tokenId.slice(0, 100) })
      return token
    },
    usage: (tokenId: string) => readUsage(deps, tokenId),
    history: (tokenId: string) => auditEventStore(deps.database.manager).listByToken(tokenId),

    resolve: (secret: string) => resolveToken(deps, secret),
    /**
     * To be awaited before a use is answered: where this token replaced another one "when first used", its first use is
     * the other one's end. Costs nothing for all other tokens.
     */
    async recordFirstUse(token: LiveToken): Promise<void> {
      if (token.firstUseIsDue) await store.recordFirstUse(token.id, deps.clock())
    },
    touch: (use: Use) => usage.touch(use),
    flushUsage: () => usage.flush(),
    close: () => usage.close(),
  }
}

export type Tokens = ReturnType<typeof createTokens>
