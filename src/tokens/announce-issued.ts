import type { Actor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import type { Announce } from '../mail/index.ts'
import type { Token } from './token.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

/** Who did not ask for a token learns that there is one, and can revoke it. A service account has no mailbox. */
export async function announceIssued(
  announce: Announce,
  tx: Executor,
  by: Actor,
  to: TokenAccount,
  { createdAt: at, ...token }: Pick<Token, 'id' | 'name' | 'scopes' | 'expiresAt' | 'createdAt'>,
): Promise<void> {
  if (to.kind === 'service' || !['account', 'operator'].includes(by.kind) || by.id === to.id) return
  const issuer = by.id === undefined ? undefined : await tokenStore(tx).findAccount(by.id)
  await announce(tx, { about: 'token_issued', to, by: issuer, token, at })
}
