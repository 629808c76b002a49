import type { Account } from '../accounts/index.ts'
import { isInNetworks } from '../lib/index.ts'
import type { Scope } from '../scopes/index.ts'
import type { Suspension } from './suspension.ts'
import type { Token, TokenEnd } from './token.ts'

/** What introspection needs to know, and nothing of the hash. */
export type LiveToken = Pick<
  Token,
  | 'id'
  | 'name'
  | 'kind'
  | 'accountId'
  | 'createdAt'
  | 'expiresAt'
  | 'rotatedFrom'
  | 'rateLimit'
  | 'organization'
  | 'workspace'
> & {
  /** It replaced another one that dies with its first use, which has not been yet. */
  readonly firstUseIsDue: boolean
  /** The client ids of the only resource servers that it is good at; `null`: all that serve one of its scopes. */
  readonly resourceServers: readonly string[] | null
  /** The token's own; none: it names none. */
  readonly ownNetworks: readonly string[]
  /** Every list has to have the caller's address; none: it is good from anywhere. */
  readonly networks: readonly (readonly string[])[]
}

/** A token that works. */
export type Live = {
  readonly active: true
  readonly token: LiveToken
  readonly account: Pick<Account, 'id' | 'email' | 'name' | 'role'>
  /** What it may do at this moment, spelt out: its scopes among today's modules, under its account's ceiling. */
  readonly scopes: readonly Scope[]
}

export type Resolution =
  | Live
  | {
      readonly active: false
      readonly reason: 'malformed' | 'unknown' | Suspension | TokenEnd
      /** Where it may come back to life, if only by another clock, so that revoking it still makes sense. */
      readonly suspended?: { readonly id: string; readonly accountId: string; readonly createdAt: Date }
    }

/** May it be used from there? A token that names networks is good from none of them where nobody says which it is. */
export const isUsableFrom = (
  { networks }: Pick<LiveToken, 'networks'>,
  address: string | undefined,
): boolean => networks.every((list) => address !== undefined && isInNetworks(address, list))
