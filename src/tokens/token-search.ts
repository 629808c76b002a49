import type { TokenKind } from '../policy/index.ts'
import type { TokenState } from './token.ts'

/** What an administrator looks for among all tokens; what is left out does not matter. */
export type TokenSearch = {
  /** `live`: active or suspended. */
  readonly state?: TokenState | 'live' | 'expiring'
  /**
   * The end of the secret; or how the name or the account's e-mail address begins, and in one account or place any part
   * of them.
   */
  readonly text?: string
  readonly kind?: TokenKind
  readonly accountId?: string
  /** Not those of places that their account administers no more. */
  readonly answerableOnly?: boolean
  readonly organizationId?: string
  readonly workspaceId?: string
  /** No personal ones. */
  readonly isOfPlace?: boolean
  /** Exactly this scope. */
  readonly scope?: string
  /** Never used, or not for 90 days. */
  readonly use?: 'never' | 'idle90'
  /** Made more than a year ago. */
  readonly age?: 'year'
}
