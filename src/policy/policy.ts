import type { ScopePattern } from '../scopes/index.ts'
import type { TokenKind } from './token-kind.ts'

/** What tokens may be, on the whole instance. */
export type PolicySettings = {
  /** How many days a token lives where its owner does not choose. */
  readonly defaultDays: number
  readonly maxDays: number
  readonly allowNever: boolean
  /** A token that was not used for so many days has expired; `null`: however long. */
  readonly maxIdleDays: number | null
  /** How many active tokens an account may have. */
  readonly tokensPerAccount: number
  readonly kinds: readonly TokenKind[]
  /** Every token must name the networks that it may be used from. */
  readonly requireNetworks: boolean
  /** Every use must come from one of these; none: from anywhere. */
  readonly networks: readonly string[]
  /** What members may grant, and what administrators may. */
  readonly memberScopes: readonly ScopePattern[]
  readonly adminScopes: readonly ScopePattern[]
}

/**
 * What an organization asks beyond that: for its tokens, its workspaces', its service accounts', and the personal ones of
 * its members. Stricter only; what is not named is as on the instance.
 */
export type OrganizationLimits = Partial<Omit<PolicySettings, 'memberScopes' | 'adminScopes'>> & {
  /** What its tokens may do at the most. */
  readonly scopes?: readonly ScopePattern[]
}

/** A policy is never edited: a new version takes its place. */
export type PolicyVersion<Settings = PolicySettings | OrganizationLimits> = {
  readonly id: string
  /** `null`: of the whole instance. */
  readonly organizationId: string | null
  readonly settings: Settings
  /** In words. */
  readonly madeBy: string
  /** New tokens comply from then on. */
  readonly createdAt: Date
  /** And those that existed from then on. */
  readonly enforcedFrom: Date
}

/** Several policies as the one that satisfies all of them. */
export type EffectivePolicy = PolicySettings & {
  /** Every list must let a scope through. */
  readonly scopeLimits: readonly (readonly ScopePattern[])[]
  /** Every list must have a network that the use comes from. */
  readonly networkLimits: readonly (readonly string[])[]
  /** Since when the youngest of them has been in force; `null` where none was ever changed. */
  readonly since: Date | null
}
