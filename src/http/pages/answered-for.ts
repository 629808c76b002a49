import type { PlaceTokens, Token } from '../../tokens/index.ts'
import type { PageDeps } from './page.ts'

/** More are not named, nor counted. */
const MOST_NAMED = 100

/** The live tokens of a place that a member answers for: they become inactive without the administrator's role. */
export async function findAnsweredFor(
  { tokens }: PageDeps,
  place: PlaceTokens,
  accountId: string,
): Promise<{ tokens: Token[]; hasMore: boolean }> {
  const search = { ...place, accountId, state: 'active', isOfPlace: true } as const
  const found = await tokens.search(search, { limit: MOST_NAMED })
  return { tokens: found.tokens, hasMore: found.next !== undefined }
}
