import type { Account } from '../../../../accounts/index.ts'

/** Whether the administrator may issue a token for this account; the words say why not. What is true is held by `mint`. */
export function whyNotIssuable(account: Account, visitorId: string): string | undefined {
  if (account.id === visitorId) return 'Generate your own tokens under “Your tokens”.'
  if (account.disabledAt !== null) return 'No token can be issued for a disabled account. Enable it first.'
  if (account.role === 'admin')
    return 'Nobody issues tokens for another administrator: they generate their own.'
  return undefined
}
