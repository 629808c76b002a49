import { isId } from '../lib/index.ts'
import { type Membership, type Organization, toStandings, type Workspace } from '../organizations/index.ts'
import { isPermitted } from '../permissions/index.ts'
import type { EffectivePolicy, TokenKind } from '../policy/index.ts'
import type { Ceiling } from '../scopes/index.ts'
import { ceilingOf } from './ceiling.ts'
import { countActive } from './count-active.ts'
import type { TokenDeps } from './deps.ts'
import { AccountMayNotMint } from './errors.ts'
import { policyFor } from './minting-account.ts'
import { type TokenAccount, tokenStore } from './token-store.ts'

/** One of the kinds that an account may generate, and what holds for it: to be shown before it is hit. */
type MintOption = {
  readonly kind: TokenKind
  readonly organization: Organization | null
  readonly workspace: Workspace | null
  readonly policy: EffectivePolicy
  readonly ceiling: Ceiling
}

type MintOptions = {
  readonly options: readonly MintOption[]
  readonly activeTokens: number
}

/**
 * What an account may generate, personal first, then the places that it is an administrator of. Kinds that the policy does
 * not allow are left out. @throws {AccountMayNotMint} where there is no such account
 */
export async function listMintOptions(deps: TokenDeps, accountId: string): Promise<MintOptions> {
  const { manager } = deps.database
  const account = isId(accountId) ? await tokenStore(manager).findAccount(accountId) : undefined
  if (account === undefined) throw new AccountMayNotMint({ accountId })
  const book = await deps.policies.newest()
  const places = await listPlaces(deps, account)
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
    activeTokens: await countActive(deps, manager, accountId),
  }
}

type OwnPlace = Pick<MintOption, 'kind' | 'organization' | 'workspace'>

/** What the permissions let the account make tokens of. */
async function listPlaces(deps: TokenDeps, { id, role }: TokenAccount): Promise<OwnPlace[]> {
  const memberships = await deps.organizations.membershipsOf(id)
  const enabled = memberships.filter(({ organization }) => organization.disabledAt === null)
  const places = await Promise.all(enabled.map((membership) => listPlacesIn(deps, role, membership)))
  return [{ kind: 'personal', organization: null, workspace: null }, ...places.flat()]
}

async function listPlacesIn(
  { organizations }: TokenDeps,
  role: TokenAccount['role'],
  { organization, role: inOrganization, workspaces: own }: Membership,
): Promise<OwnPlace[]> {
  const standingsIn = (workspace: Workspace | null) => {
    const held = own.find((membership) => membership.workspace.id === workspace?.id)?.role ?? null
    return toStandings(role, {
      organization: inOrganization,
      workspace: held,
      hasWorkspace: workspace !== null,
    })
  }
  const workspaces = (await organizations.listWorkspaces(organization.id))
    .filter(({ disabledAt }) => disabledAt === null)
    .filter((workspace) => isPermitted('token.mint_workspace', standingsIn(workspace)))
  return [
    ...(isPermitted('token.mint_organization', standingsIn(null))
      ? [{ kind: 'organization' as const, organization, workspace: null }]
      : []),
    ...workspaces.map((workspace) => ({ kind: 'workspace' as const, organization, workspace })),
  ]
}
