import type { Account } from '../../../accounts/index.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'

/** For whom the form generates, in what words, and where it leads. Whoever shows it has checked that the visitor may. */
export type TokenFormTarget = {
  /** Whose token it will be. */
  readonly account: Pick<Account, 'id' | 'name' | 'kind'>
  /** The view around the form: it includes `/tokens/generate-form`. */
  readonly view: string
  readonly heading: string
  readonly lead: string
  readonly submit: string
  /** Before the scopes that are not offered. */
  readonly withheld: string
  /** What the kind "Personal" means here. */
  readonly personal: string
  /** Where the form is posted to. */
  readonly action: string
  readonly back: { readonly href: string; readonly label: string }
  /** Where a token that was made is seen. Its secret is shown once at `…/secret` under it. */
  hrefOf(tokenId: string): string
}

/** A token for oneself, or for a workspace or an organization that one administers. */
export function ownTarget(ctx: Context): TokenFormTarget {
  return {
    account: getVisitor(ctx).account,
    view: 'tokens/generate',
    heading: 'Generate token',
    lead: 'It can do what you tick here and nothing more. You will see its secret once, on the next page.',
    submit: 'Generate token',
    withheld: 'Not offered, because your account may not grant it:',
    personal: 'It acts as you, and stops when your account does.',
    action: '/account/tokens',
    back: { href: '/account/tokens', label: 'Tokens' },
    hrefOf: (tokenId) => `/account/tokens/${tokenId}`,
  }
}

/**
 * A token for a service account, made by an administrator of its organization; or by one of the instance, who holds no role
 * there and sees it in the administration.
 */
export function serviceTarget(
  account: Account,
  organization: { slug: string; name: string },
  { isMember }: { isMember: boolean },
): TokenFormTarget {
  return {
    account,
    view: 'tokens/generate',
    heading: `Generate a token for ${account.name}`,
    lead: `${account.name} is a service account of ${organization.name}. You will see the secret once, on the next page.`,
    submit: 'Generate token',
    withheld: `Not offered, because you or ${account.name} may not grant it:`,
    personal: `It acts as ${account.name}, and stops when that is disabled.`,
    action: `/account/tokens?for=${account.id}`,
    back: {
      href: `/organizations/${organization.slug}/service-accounts/${account.id}`,
      label: account.name,
    },
    hrefOf: (tokenId) => `${isMember ? '/account' : '/admin'}/tokens/${tokenId}`,
  }
}
