import { type Actor, auditEventStore } from '../audit/index.ts'
import { isId, type Log } from '../lib/index.ts'
import type { PolicyDraft } from '../policy/index.ts'
import type { Ceiling, Scope } from '../scopes/index.ts'
import { adoptToken } from './adopt.ts'
import { getPermitted } from './authority.ts'
import { createBookInForce } from './book-in-force.ts'
import { ceilingOf } from './ceiling.ts'
import { checkLosses } from './check-losses.ts'
import type { Use } from './collect-uses.ts'
import { findNonCompliant, previewPolicy } from './comply.ts'
import { countLiveWith, type Loss } from './count-live-with.ts'
import type { TokenDeps } from './deps.ts'
import { editToken, type TokenChanges } from './edit.ts'
import { TokenNotFound } from './errors.ts'
import { renewExpiry } from './expiry.ts'
import { createIntrospectionCounts, type IntrospectionResult } from './introspection-counts.ts'
import { type ListQuery, listOwnTokens, listTokens, listTokensOfPlace, type PlaceTokens } from './list.ts'
import { createTokenLooks } from './look-up.ts'
import { createMinting } from './mint.ts'
import { listMintOptions, type MintOptionsAsked } from './mint-options.ts'
import { placeOf, policyFor } from './minting-account.ts'
import type { NewToken } from './new-token.ts'
import { readOverview } from './overview.ts'
import { findToken } from './read-tokens.ts'
import { reportLeaked } from './report-leaked.ts'
import type { LiveToken } from './resolution.ts'
import { createResolver } from './resolve.ts'
import { createRetention } from './retention.ts'
import { tidyChanges } from './revision.ts'
import { revokeAllOf, revokeSelection, revokeToken } from './revoke.ts'
import { type RetireWhen, rotateToken } from './rotate.ts'
import { type SearchPage, searchTokens } from './search.ts'
import { setRateLimit } from './set-rate-limit.ts'
import { type Progress, tellEnds } from './tell-ends.ts'
import type { Through } from './through.ts'
import type { Token } from './token.ts'
import type { TokenSearch } from './token-search.ts'
import { tokenStore } from './token-store.ts'
import { createUsageCollector, readUsage } from './usage.ts'

type Page = { readonly before?: string; readonly limit?: number }

/** Which token, and the account that acts on it: its owner, or an administrator of its place. */
type Subject = { readonly accountId: string; readonly tokenId: string }

/** The room's verbs with their dependencies filled in. */
export function createTokens(deps: TokenDeps & { readonly log: Log }) {
  const { manager } = deps.database
  const store = tokenStore(manager)
  const counts = createIntrospectionCounts(deps)
  const usage = createUsageCollector(deps, counts)
  /** How far telling of ends has come. */
  let progress: Progress = {}
  const look = createTokenLooks(deps)
  const lists = { ...deps, inForce: createBookInForce(deps) }
  const resolver = createResolver(deps, look)
  const minting = createMinting(deps)
  const retention = createRetention(deps)
  return {
    prefix: deps.format.prefix,
    hasPrefix: (text: string) => deps.format.hasPrefix(text),
    isTokenShaped: (text: string) => deps.format.isTokenShaped(text),

    mint: (by: Actor, given: NewToken) => minting.mint(by, given),
    /** What an account may generate, and the policy that holds for it. */
    mintOptions: (accountId: string, asked?: MintOptionsAsked) => listMintOptions(deps, accountId, asked),
    rotate: (by: Actor, given: Subject & { when: RetireWhen; formKey?: string; through?: Through }) =>
      rotateToken(deps, by, given),
    /** When the successor of this token would end, if it were rotated now. */
    async previewRenewal(token: Token): Promise<Date | null> {
      const account = { id: token.accountId, organizationId: token.organization?.id ?? null }
      const policy = await policyFor(manager, await deps.policies.newest(), account, placeOf(token))
      return renewExpiry(policy, token, deps.clock())
    },
    edit: (by: Actor, accountId: string, tokenId: string, changes: TokenChanges) =>
      editToken(deps, by, { accountId, tokenId }, changes),
    /** By somebody who may do that to anybody's. */
    setRateLimit: (by: Actor, tokenId: string, perMinute: number | null) =>
      setRateLimit(deps, by, tokenId, perMinute),
    adopt: (by: Actor, accountId: string, tokenId: string) => adoptToken(deps, by, { accountId, tokenId }),
    /** By its owner, or an administrator of its place. */
    revoke: (by: Actor, accountId: string, tokenId: string) =>
      revokeToken(deps, by, { tokenId, whose: accountId, reason: 'Revoked by its owner' }),
    /** By somebody who may revoke anybody's. */
    revokeAny: (by: Actor, tokenId: string, reason: string) =>
      revokeToken(deps, by, { tokenId, whose: undefined, reason }),
    /** Several at once, by somebody who may revoke anybody's. @returns how many of them lived */
    revokeSelection: (by: Actor, tokenIds: readonly string[], reason: string) =>
      revokeSelection(deps, by, tokenIds, reason),
    /** All that still live, of one account. @returns how many that were */
    revokeAllOf: (by: Actor, accountId: string, reason: string) => revokeAllOf(deps, by, accountId, reason),

    /** By anybody who found them in public. @returns how many of them lived */
    reportLeaked: (by: Actor, secrets: readonly string[]) => reportLeaked(deps, by, secrets),
    /**
     * That tokens are about to end, and that they have ended; once each. Some at a time, and the next time the others.
     * @returns how many it told, and whether there are more
     */
    async tellEnds(): Promise<{ told: number; hasMore: boolean }> {
      const { told, hasMore, next } = await tellEnds(deps, progress)
      progress = next
      return { told, hasMore }
    },

    /** True once: whoever is told true may show the secret, and nobody may again. */
    reveal: async (tokenId: string, secret: string) =>
      isId(tokenId) && (await store.markShown(tokenId, secret, deps.clock())),

    list: (accountId: string, query?: ListQuery, page?: Page) => listTokens(lists, accountId, query, page),
    /** With what others have issued to it of late. */
    listOwn: (accountId: string, query?: ListQuery, page?: Page) =>
      listOwnTokens(lists, accountId, query, page),
    listOfPlace: (place: PlaceTokens, query?: ListQuery, page?: Page) =>
      listTokensOfPlace(lists, place, query, page),
    search: (search: TokenSearch, page?: SearchPage) => searchTokens(lists, search, page),
    /** @throws {TokenNotFound} for an unknown id, and in the same words for somebody else's */
    get: (accountId: string, tokenId: string) =>
      getPermitted(deps, manager, 'token.see', { accountId, tokenId }),
    /** For somebody who may see anybody's. @throws {TokenNotFound} */
    async getAny(tokenId: string): Promise<Token> {
      const token = await findToken(manager, await deps.policies.inForce(), tokenId)
      if (token === undefined) throw new TokenNotFound({ tokenId: tokenId.slice(0, 100) })
      return token
    },
    overview: () => readOverview(deps),
    usage: (tokenId: string) => readUsage(deps, tokenId),
    history: (tokenId: string) => auditEventStore(manager).listByToken(tokenId),

    /** What an account may grant at this moment, in its own tokens. Nothing, where there is no such account. */
    async ceiling(accountId: string): Promise<Ceiling> {
      const account = isId(accountId) ? await store.findAccount(accountId) : undefined
      if (account === undefined) return [[]]
      const policy = await policyFor(manager, await deps.policies.inForce(), account, {
        organizationId: null,
      })
      return ceilingOf(account.role, policy)
    },
    /** Of every live token: for the command line and files. */
    findNonCompliant: (draft: PolicyDraft) => findNonCompliant(deps, draft),
    /** For a page, which does not wait until all are looked at. */
    previewPolicy: (draft: PolicyDraft, starts: readonly Date[]) => previewPolicy(deps, draft, starts),
    countLiveWith: (loss: Loss) => countLiveWith(deps, loss),
    /** @throws {TokensCutOff} unless it is forced */
    checkLosses: (scopes: readonly Scope[], force: boolean) => checkLosses(deps, scopes, force),

    /** Several at once, and what else somebody wants to know of the same moment. */
    look,
    resolve: resolver.resolve,
    /**
     * To be awaited before a use is answered: where this token replaced another one "when first used", its first use is
     * the other one's end. Costs nothing for all other tokens.
     */
    async recordFirstUse(token: LiveToken): Promise<void> {
      if (token.firstUseIsDue) await store.recordFirstUse(token.id, deps.clock())
    },
    touch: (use: Use) => usage.touch(use),
    countIntrospection(result: IntrospectionResult): void {
      counts.count(result)
      deps.metrics.countIntrospection(result)
    },
    flushUsage: () => usage.flush(),
    deleteOldCounts: () => counts.deleteOld(),
    /** What ended long ago, and old use. */
    deleteOld: () => retention.deleteOld(),
    tidyChanges: () => tidyChanges(deps.database),
    async close(): Promise<void> {
      minting.close()
      resolver.close()
      await usage.close()
    },
  }
}

export type Tokens = ReturnType<typeof createTokens>
