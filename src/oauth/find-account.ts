import type { Account } from 'oidc-provider'
import type { EngineDeps } from './deps.ts'

/** A disabled account is nobody. oidc-provider leaves out the claims that the scopes do not cover. */
export async function findAccount({ accounts }: EngineDeps, accountId: string): Promise<Account | undefined> {
  const account = await accounts.find(accountId)
  if (account === undefined || account.disabledAt !== null) return undefined
  const { id, email, name } = account
  return { accountId: id, claims: async () => ({ sub: id, email, name }) }
}
