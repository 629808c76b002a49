import { addMilliseconds } from '../lib/index.ts'
import type { Circumstances, Rules } from './circumstances.ts'
import { findEndByUse, findFixedEnd } from './policy-end.ts'
import type { Live, Resolution } from './resolution.ts'
import type { ResolvedRow } from './resolved-row.ts'
import { findOwnEnd, findTokenEnd, MOST_AHEAD } from './token.ts'

/** What a token that was found is worth at that moment, or the reason why nothing. */
export function resolveRow(row: ResolvedRow, circumstances: Circumstances, now: Date): Resolution {
  const rules = circumstances.rulesFor(row.policyOrganizations)
  const { policy } = rules
  const { revokedAt, retiresAt, retired, expiresAt } = row
  const fixed = findFixedEnd(row, policy)
  const policyEnd = findEndByUse(fixed, row, policy)
  const end = findTokenEnd({ revokedAt, retiresAt, retired, expiresAt, policyEnd }, now)
  const reason = end ?? row.suspension
  if (reason === null) return toLive(row, rules, earlierOf(fixed?.at ?? null, expiresAt))
  if (findOwnEnd(row, addMilliseconds(now, -MOST_AHEAD)) !== undefined) return { active: false, reason }
  const { id, accountId, createdAt } = row
  return { active: false, reason, suspended: { id, accountId, createdAt } }
}

/** A policy may end it sooner; being used again puts an idle end off, so that is no expiry. */
const earlierOf = (a: Date | null, b: Date | null): Date | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b

function toLive(row: ResolvedRow, { policy, spellOut }: Rules, expiresAt: Date | null): Live {
  const { email, accountName, role } = row
  return {
    active: true,
    token: {
      id: row.id,
      name: row.name,
      kind: row.kind,
      accountId: row.accountId,
      organization: row.organization,
      workspace: row.workspace,
      createdAt: row.createdAt,
      rotatedFrom: row.rotatedFrom,
      rateLimit: row.rateLimit,
      firstUseIsDue: row.firstUseIsDue,
      resourceServers: row.resourceServers,
      expiresAt,
      ownNetworks: row.networks,
      networks: [...(row.networks.length === 0 ? [] : [row.networks]), ...policy.networkLimits],
    },
    account: { id: row.accountId, email, name: accountName, role },
    scopes: spellOut(role, row.scopes),
  }
}
