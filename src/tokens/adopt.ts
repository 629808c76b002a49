import { type Actor, record } from '../audit/index.ts'
import { getPermitted } from './authority.ts'
import type { TokenDeps } from './deps.ts'
import { AlreadyResponsible, TokenNotActive } from './errors.ts'
import { findToken } from './read-tokens.ts'
import { findOwnEnd, type Token } from './token.ts'
import { tokenStore } from './token-store.ts'

/**
 * An administrator of the place takes over a workspace's or an organization's token: it works on when its maker has left,
 * as far as the new one's own rights go.
 * @throws {TokenNotFound} also for personal tokens: nobody takes over what acts for somebody else
 * @throws {AlreadyResponsible | TokenNotActive}
 */
export async function adoptToken(
  deps: TokenDeps,
  by: Actor,
  where: { readonly accountId: string; readonly tokenId: string },
): Promise<Token> {
  return await deps.database.transaction(async (tx) => {
    const { id } = await getPermitted(deps, tx, 'token.adopt', where)
    await tokenStore(tx).lock(id)
    const token = await getPermitted(deps, tx, 'token.adopt', where)
    const now = deps.clock()
    if (token.kind === 'personal') throw new AlreadyResponsible()
    if (token.accountId === where.accountId) throw new AlreadyResponsible()
    if (findOwnEnd(token, now) !== undefined) throw new TokenNotActive({ tokenId: id })
    await tokenStore(tx).giveTo(id, where.accountId, now)
    await record(tx, now, {
      name: 'token.adopted',
      by,
      accountId: where.accountId,
      tokenId: id,
      ...(token.organization === null ? {} : { organizationId: token.organization.id }),
      data: { from: token.accountId },
    })
    return (await findToken(tx, await deps.policies.inForce(tx), id)) ?? token
  })
}
