import { isId } from '../lib/index.ts'
import type { Organization, Workspace } from '../organizations/index.ts'
import type { EffectivePolicy, TokenKind } from '../policy/index.ts'
import type { Ceiling } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'
import type { TokenDeps } from './deps.ts'
import { AccountMayNotMint } from './errors.ts'
import { policyFor } from './mint.ts'
import { tokenStore } from './token-store.ts'

/** One of the kinds that an account may generate, and what holds for it: to be shown before it is hit. */
export type MintOption = {
  readonly kind: TokenKind
  readonly organization: Organization | null
  readonly workspace: Workspace | null
  readonly policy: EffectivePolicy
  readonly ceiling: Ceiling
}

export type MintOptions = {
  readonly options: readonly MintOption[]
  readonly activeTokens: number
}

/**
 * What an account may generate, personal first, then the places that it is an administrator of. Kinds that the policy does
 * not allow are left out. @throws {AccountMayNotMint} where there is no such account
 */
export async function listMintOptions(deps: TokenDeps, accountId: string): Promise<MintOptions> {
  const { manager } = deps.database
  const store = tokenStore(manager)
  const account = isId(accountId) ? await store.findAccount(accountId) : undefined
  if (account === undefined) throw new AccountMayNotMint({ accountId })
  const book = await deps.policies.newest()
  const places = await listPlaces(deps, accountId)
  const options = await Promise.all(
    places.map(async (place) => {
      const policy = await policyFor(manager, book, account, {
        organizationId: place.organization?.id ?? null,
      })
      return { ...place, policy, ceiling: ceilingOf(account.role, policy) }
    }),
  )
  return {
    options: options.filter(({ kind, policy }) => policy.kinds.includes(kind)),
    activeTokens: await store.countActive(accountId, deps.clock()),
  }
}

type OwnPlace = Pick<MintOption, 'kind' | 'organization' | 'workspace'>

/** An organization's administrators are administrators of all its workspaces. */
async function listPlaces({ organizations }: TokenDeps, accountId: string): Promise<OwnPlace[]> {
  const memberships = await organizations.membershipsOf(accountId)
  const places = await Promise.all(
    memberships
      .filter(({ organization }) => organization.disabledAt === null)
      .map(async ({ organization, role, workspaces }): Promise<OwnPlace[]> => {
        const own =
          role === 'admin'
            ? await organizations.listWorkspaces(organization.id)
            : workspaces.filter((membership) => membership.role === 'admin').map(({ workspace }) => workspace)
        return [
          ...(role === 'admin' ? [{ kind: 'organization' as const, organization, workspace: null }] : []),
          ...own
            .filter(({ disabledAt }) => disabledAt === null)
            .map((workspace) => ({ kind: 'workspace' as const, organization, workspace })),
        ]
      }),
  )
  return [{ kind: 'personal', organization: null, workspace: null }, ...places.flat()]
}
