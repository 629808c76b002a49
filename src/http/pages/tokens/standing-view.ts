import type { Token } from '../../../tokens/index.ts'
import { dayInWords } from '../moments.ts'

/** `Personal`, `Workspace Build`, `Organization Acme`, `Service account Robot`. */
export function kindInWords({ kind, accountKind, accountName, organization, workspace }: Token): string {
  if (kind === 'workspace') return `Workspace ${workspace?.name ?? ''}`.trim()
  if (kind === 'organization') return `Organization ${organization?.name ?? ''}`.trim()
  return accountKind === 'service' ? `Service account ${accountName}` : 'Personal'
}

/** Where a token of a place is from, in a sentence. */
export function placeInWords(token: Token): string {
  const { kind, accountName, accountKind, organization, workspace } = token
  if (kind === 'workspace') return `It belongs to the workspace ${workspace?.name} of ${organization?.name}.`
  if (kind === 'organization') return `It belongs to the organization ${organization?.name}.`
  return accountKind === 'service'
    ? `It acts as ${accountName}, a service account of ${organization?.name}.`
    : `It acts as ${accountName}.`
}

/** Who made a token, where that is not simply whose it is: `Made by Grace, adopted by Ada`. */
export function makerInWords(token: Token): string {
  const { kind, madeBy, madeByAccountId, accountId, accountKind, accountName, adoptedAt } = token
  if (kind !== 'personal') {
    return adoptedAt === null ? `Made by ${madeBy}` : `Made by ${madeBy}, adopted by ${accountName}`
  }
  if (madeByAccountId === accountId) return ''
  if (accountKind === 'service') return `Made by ${madeBy}`
  return madeByAccountId === null ? `Issued by ${madeBy}` : `Issued by ${madeBy}, an administrator`
}

/** Why a token is inactive for now; an empty text where it is not. */
export function suspensionInWords({ suspension, accountName, organization, workspace }: Token): string {
  const place = workspace?.name ?? organization?.name ?? 'its place'
  if (suspension === 'role_lost') return `Inactive: ${accountName} is no longer an administrator of ${place}`
  if (suspension === 'account_disabled') return `Inactive: the account of ${accountName} is disabled`
  if (suspension === 'workspace_disabled') return `Inactive: the workspace ${workspace?.name} is disabled`
  if (suspension === 'organization_disabled')
    return `Inactive: the organization ${organization?.name} is disabled`
  return ''
}

/** Which rule of the policy ends a token. */
export const RULES = {
  lifetime: 'longest life',
  idle: 'unused for too long',
  kind: 'this kind is no longer allowed',
  networks: 'it names no networks',
} as const

/** Said of a token that the policy ends before its own end. */
export function policyEndInWords({ policyEnd, expiresAt, retiresAt }: Token, now: Date): string {
  if (policyEnd === null || policyEnd.at <= now) return ''
  const own = Math.min(...[expiresAt, retiresAt].map((end) => end?.getTime() ?? Number.POSITIVE_INFINITY))
  if (own <= policyEnd.at.getTime()) return ''
  const day = dayInWords(policyEnd.at)
  if (policyEnd.rule === 'idle') return `Ends ${day} by the policy, unless it is used before`
  return `Ends ${day} by the new policy: ${RULES[policyEnd.rule]}`
}

/** Another administrator can take over whatever belongs to a place. */
export const isAdoptable = (token: Token, visitorId: string): boolean =>
  token.kind !== 'personal' && token.accountId !== visitorId
