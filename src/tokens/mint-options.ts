import { isId } from '../lib/index.ts'
import {
  type Administered,
  type Organization,
  type Place,
  toStandings,
  type Workspace,
} from '../organizations/index.ts'
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
  /** For the page after this one. A page may have fewer than it could before the last. */
  readonly next: string | undefined
}

export type MintOptionsAsked = {
  /** Any part of a place's name, or of its slug as links have it: `acme/build`. */
  readonly text?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit?: number
  /** Only this place; with an organization its workspaces, too. */
  readonly within?: Place | undefined
}

/** How many there are on a page where nobody says. */
const USUAL = 50

/**
 * What an account may generate: personal first, on the first page, then the places that it is an administrator of, a page at a
 * time: there may be thousands. Kinds that the policy does not allow are left out.
 * @throws {AccountMayNotMint} where there is no such account
 */
export async function listMintOptions(
  deps: TokenDeps,
  accountId: string,
  asked: MintOptionsAsked = {},
): Promise<MintOptions> {
  const { manager } = deps.database
  const account = isId(accountId) ? await tokenStore(manager).findAccount(accountId) : undefined
  if (account === undefined) throw new AccountMayNotMint({ accountId })
  const book = await deps.policies.newest()
  const isOfPlaces = book.for([]).kinds.some((kind) => kind !== 'personal')
  const own = asked.after === undefined && asked.within === undefined ? [PERSONAL] : []
  const limit = (asked.limit ?? USUAL) - own.length
  const { places, next } = isOfPlaces ? await listPlaces(deps, account, { ...asked, limit }) : NO_PLACES
  const options = await Promise.all(
    [...own, ...places].map(async (place) => {
      const policy = await policyFor(manager, book, account, {
        organizationId: place.organization?.id ?? null,
      })
      return { ...place, policy, ceiling: ceilingOf(account.role, policy) }
    }),
  )
  return {
    options: options.filter(({ kind, policy }) => policy.kinds.includes(kind)),
    activeTokens: await countActive(deps, manager, accountId),
    next,
  }
}

type OwnPlace = Pick<MintOption, 'kind' | 'organization' | 'workspace'>

const PERSONAL: OwnPlace = { kind: 'personal', organization: null, workspace: null }
const NO_PLACES = { places: [], next: undefined }

/** What the permissions let the account make tokens of. */
async function listPlaces(
  { organizations }: TokenDeps,
  { id, role }: TokenAccount,
  asked: MintOptionsAsked & { readonly limit: number },
): Promise<{ places: OwnPlace[]; next: string | undefined }> {
  const { items, next } = await organizations.listAdministered(id, asked)
  return { places: items.filter((place) => mayMintIn(role, place)).map(toPlace), next }
}

function mayMintIn(role: TokenAccount['role'], { workspace, inOrganization, inWorkspace }: Administered) {
  const standings = toStandings(role, {
    organization: inOrganization,
    workspace: inWorkspace,
    hasWorkspace: workspace !== null,
  })
  return isPermitted(workspace === null ? 'token.mint_organization' : 'token.mint_workspace', standings)
}

const toPlace = ({ organization, workspace }: Administered): OwnPlace => ({
  kind: workspace === null ? 'organization' : 'workspace',
  organization,
  workspace,
})
