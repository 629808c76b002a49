import { z } from 'zod'
import type { Services } from '../../../assemble.ts'
import { type Token, TokenNotFound } from '../../../tokens/index.ts'
import { type Caller, reaches } from '../caller.ts'
import { idParameter } from '../schemas/common.ts'

export const tokenParams = z.strictObject({ tokenId: idParameter })

/**
 * A token that the caller's account may see, within the reach of the token that it calls with.
 * @throws {TokenNotFound} in the same words for an unknown id, somebody else's, and one out of reach
 */
export async function findTokenInReach(
  { tokens }: Pick<Services, 'tokens'>,
  caller: Caller,
  tokenId: string,
): Promise<Token> {
  const token = await tokens.get(caller.account.id, tokenId)
  if (!reaches(caller, placeOf(token))) throw new TokenNotFound({ tokenId, withToken: caller.token.id })
  return token
}

/** A personal token is nobody's but its account's, even where that belongs to an organization. */
function placeOf({ kind, organization, workspace }: Token) {
  if (kind === 'personal' || organization === null) return undefined
  return { organizationId: organization.id, workspaceId: workspace?.id }
}
