import type { z } from 'zod'
import type { Services } from '../../../assemble.ts'
import { withoutUndefined } from '../../../lib/index.ts'
import type { Caller } from '../caller.ts'
import { readExpiry } from '../expiry.ts'
import type { ProblemCode } from '../problems.ts'
import { type issuedReply, type newTokenFor, toTokenReply } from '../schemas/token.ts'

/** What can be wrong with a new token, whosever it is. */
export const MINT_ERRORS = [
  'token_name_invalid',
  'token_description_invalid',
  'scope_invalid',
  'token_expiry_invalid',
  'token_lifetime_too_long',
  'token_networks_invalid',
  'token_networks_required',
  'resource_server_unknown',
  'scope_above_token',
  'token_networks_above_token',
  'token_binding_widened',
  'scope_not_allowed',
  'token_kind_not_allowed',
  'token_generation_off',
  'account_disabled',
  'token_limit_reached',
] as const satisfies readonly ProblemCode[]

/** A personal token of another account, made with the caller's. Whether the caller may is asked before, and by the verb. */
export async function mintFor(
  { tokens, clock }: Pick<Services, 'tokens' | 'clock'>,
  caller: Caller,
  accountId: string,
  { expiresInDays, expiresAt, ...given }: z.output<typeof newTokenFor>,
): Promise<z.input<typeof issuedReply>> {
  const { token, secret } = await tokens.mint(caller.actor, {
    ...withoutUndefined(given),
    accountId,
    expiry: readExpiry({ expiresInDays, expiresAt }),
    through: caller.through,
  })
  return { token: toTokenReply(token, clock()), secret }
}
