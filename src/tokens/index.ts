export { claimsOf, disclose, ownScopesOf, readPresenter, toSeconds } from './disclose.ts'
export { AlreadyMinted, TokenNotFound } from './errors.ts'
export type { Expiry } from './expiry.ts'
export { createTokenFormat } from './format.ts'
export type { IntrospectionResult } from './introspection-counts.ts'
export type { Issued } from './issue.ts'
export {
  findNextEnd,
  MOST_SORTED,
  type PlaceTokens,
  type TokenFilter,
  type TokenList,
  type TokenOrder,
} from './list.ts'
export { liveCountInWords } from './live-count.ts'
export type { Beside } from './look-up.ts'
export type { Narrowing } from './narrowing.ts'
export { LONGEST_DESCRIPTION, LONGEST_NAME, type NewToken } from './new-token.ts'
export { isUsableFrom, type Live, type LiveToken, type Resolution } from './resolution.ts'
export { LONGEST_REASON, parseReason } from './revoke-reason.ts'
export { parseRetireWhen, RETIRE_WHEN, type RetireWhen } from './rotate.ts'
export { parseRateLimit } from './set-rate-limit.ts'
export type { Through } from './through.ts'
export { EXPIRING_DAYS, findTokenEnd, type Token, tokenState } from './token.ts'
export {
  configurationChangeEntity,
  introspectionCountEntity,
  tokenEntity,
  tokenUsageEntity,
} from './token-entity.ts'
export type { TokenSearch } from './token-search.ts'
export { createTokens, type Tokens } from './tokens.ts'
export type { Usage } from './usage.ts'
