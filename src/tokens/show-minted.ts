import { type Actor, labelActor, nameActor } from '../audit/index.ts'
import type { PolicyBook } from '../policy/index.ts'
import type { MintingAccount } from './mint-circumstances.ts'
import { findPolicyEnd } from './policy-end.ts'
import type { Token } from './token.ts'
import type { TokenRow } from './token-entity.ts'

type Minted = { readonly by: Actor; readonly account: MintingAccount; readonly row: TokenRow }

/**
 * A token that was just written, as `readTokens` would read it. Its account is locked and was looked at: of one that somebody
 * makes for themselves nothing is left to be read.
 * @returns `undefined` where others stand on it: a place, a resource server, or whoever made it for somebody else
 */
export function showMinted(minted: Minted, bookInForce: PolicyBook): Token | undefined {
  if (hasOthers(minted)) return undefined
  const { by, account, row } = minted
  const isOwn = by.kind === 'account'
  return {
    id: row.id,
    hint: row.hint,
    name: row.name,
    description: row.description,
    kind: row.kind,
    accountId: account.id,
    accountEmail: account.email,
    accountName: account.name,
    accountKind: account.kind,
    accountRole: account.role,
    organization: null,
    workspace: null,
    madeBy: labelActor(by.kind, isOwn ? account.email : null),
    madeByAccountId: isOwn ? account.id : null,
    ...NOTHING_YET,
    scopes: row.scopes,
    networks: row.networks,
    resourceServers: null,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    rotatedFrom: row.rotatedFrom,
    retiresOnFirstUse: row.retiresOnFirstUse,
    rateLimit: row.rateLimit,
    policyOrganizations: account.organizationIds,
    policyEnd: findPolicyEnd(row, bookInForce.for(account.organizationIds)),
  }
}

function hasOthers({ by, account, row }: Minted): boolean {
  const isOfPlace = row.kind !== 'personal' || account.organizationId !== null
  const isNamed = by.id !== undefined && nameActor(by) !== `account:${account.id}`
  return isOfPlace || isNamed || row.resourceServers !== null
}

/** It was neither used nor ended, nor is it of those whose account is disabled: nothing is minted for them. */
const NOTHING_YET = {
  adoptedAt: null,
  lastUsedAt: null,
  lastUsedAddress: null,
  lastUsedBy: null,
  lastUsedByName: null,
  revokedAt: null,
  revokedBy: null,
  revokeReason: null,
  rotatedTo: null,
  retiresAt: null,
  retired: false,
  suspension: null,
}
