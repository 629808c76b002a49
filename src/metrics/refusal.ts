/** The words of the label `reason`. Alarms and charts depend on them: they are never renamed, and there are no others. */
export const REASONS = ['invalid', 'revoked', 'expired', 'disabled', 'scope', 'ip', 'rate'] as const

type Reason = (typeof REASONS)[number]

/** Every way in which a presented token is refused, wherever that is found out, and the one word that it is counted under. */
const WORDS = {
  // What was presented is no token: see also `tokens/resolve.ts`.
  missing: 'invalid',
  in_address: 'invalid',
  malformed: 'invalid',
  unknown: 'invalid',
  // It was one, and has ended: `tokens/token.ts`.
  revoked: 'revoked',
  rotated: 'revoked',
  expired: 'expired',
  policy: 'expired',
  // It works for nobody just now: `tokens/suspension.ts`. For an application's token there is one word for all of that.
  account_disabled: 'disabled',
  role_lost: 'disabled',
  organization_disabled: 'disabled',
  workspace_disabled: 'disabled',
  disabled: 'disabled',
  // It works, but not for this: `oauth/introspection-policy.ts` and the API.
  audience: 'scope',
  scope: 'scope',
  address: 'ip',
  rate: 'rate',
} as const satisfies Record<string, Reason>

/** Why a token was refused, as the rooms call it. One that is not in the table does not compile where it is counted. */
export type Refusal = keyof typeof WORDS

export const reasonOf = (refusal: Refusal): Reason => WORDS[refusal]
