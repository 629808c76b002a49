import { INTERNAL_CLIENT_ID, isHashOf } from '../clients/index.ts'
import { claimsOf, disclose, type IntrospectionResult, type Live, toSeconds } from '../tokens/index.ts'
import { type Caller, secretsOf } from './callers.ts'
import type { Found } from './look-up.ts'
import type { Question } from './question.ts'

/** What is said to a caller who is who it says, and one word for the charts. `live`: a use of that token. */
export type Verdict =
  | { readonly result: Exclude<IntrospectionResult, 'active'>; readonly live?: undefined }
  | { readonly result: 'active'; readonly live: Live; readonly claims: object }

export function decide(issuer: string, caller: Caller, question: Question, found: Found): Verdict {
  const resolution = found.resolution()
  if (!resolution.active) return { result: resolution.reason }
  const { expiresAt } = resolution.token
  // Whoever is told of an end in whole seconds is not told "active" in the second of that end.
  if (expiresAt !== null && toSeconds(expiresAt) <= toSeconds(found.at)) return { result: 'expired' }
  // Personal access tokens were issued to our own client: no application is told of them.
  if (caller.kind !== 'resource_server') return { result: 'audience' }
  const told = disclose(resolution, { clientId: caller.id, ownScopes: caller.ownScopes }, question.presenter)
  if (told.refusal !== undefined) return { result: told.refusal }
  return { result: 'active', live: resolution, claims: answerOf(issuer, caller, resolution, told.scopes) }
}

const NOBODY = { secretHash: null, previousSecretHash: null }

/**
 * The caller, if it is who it says. An unknown client, one that is switched off and one with a wrong secret are nobody, after
 * as much work (I5).
 */
export function authenticate({ caller, at, presentedHash }: Found): Caller | undefined {
  const isSecret = isHashOf(caller === undefined ? NOBODY : secretsOf(caller, at), presentedHash())
  return isSecret && caller?.authMethod === 'client_secret_basic' ? caller : undefined
}

/** RFC 7662 §2.2, in the engine's order. */
function answerOf(issuer: string, caller: Caller, live: Live, scopes: readonly string[]): object {
  const { token } = live
  return {
    active: true,
    sub: token.accountId,
    ...claimsOf(live),
    client_id: INTERNAL_CLIENT_ID,
    ...(token.expiresAt === null ? {} : { exp: toSeconds(token.expiresAt) }),
    iat: toSeconds(token.createdAt),
    iss: issuer,
    aud: caller.audience,
    scope: scopes.join(' '),
    token_type: 'Bearer',
  }
}
