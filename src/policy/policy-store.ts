import { labelActor } from '../audit/index.ts'
import { ask, type Executor } from '../database/index.ts'
import type { PolicyVersion } from './policy.ts'
import { type PolicyRow, policyEntity } from './policy-entity.ts'

/**
 * The versions in force at the moment that the placeholder `at` holds, one for the instance and one for each organization:
 * as a subquery with "organizationId", settings and "enforcedFrom". A later version counts before an earlier one. One that was
 * to hold at once does so for a clock, too, that is behind the one which noted that (W8).
 */
export const policiesInForce = (at: string): string => `
  select distinct on (p.organization_id) p.organization_id as "organizationId", p.settings,
         least(p.enforced_from, ${at}) as "enforcedFrom"
    from policy p
   where p.enforced_from <= ${at} or p.enforced_from <= p.created_at
   order by p.organization_id, p.id desc`

export type InForceRow = Pick<PolicyRow, 'organizationId' | 'settings' | 'enforcedFrom'>

type ReadRow = PolicyRow & { label: string | null }

export function policyStore(tx: Executor) {
  return {
    insert: async (row: PolicyRow): Promise<void> => void (await tx.getRepository(policyEntity).insert(row)),

    /** The newest first; with `before`, those older than that one. */
    async list(
      organizationId: string | null,
      limit: number,
      before: string | null = null,
    ): Promise<PolicyVersion[]> {
      const rows: ReadRow[] = await tx.query(
        `select p.id, p.organization_id as "organizationId", p.settings, p.made_by as "madeBy",
                p.created_at as "createdAt", p.enforced_from as "enforcedFrom", a.email as label
           from policy p left join account a
             on a.id = case when p.made_by like 'account:%' then substr(p.made_by, ${'account:'.length + 1})::uuid end
          where p.organization_id is not distinct from $1::uuid and ($3::uuid is null or p.id < $3)
          order by p.id desc limit $2`,
        [organizationId, limit, before],
      )
      return rows.map(toVersion)
    },

    /**
     * Changes nothing, and so lets one alone of those who read this version put another in its place where they asked for
     * that (`REPEATABLE READ`): a new row would not be in the way of theirs.
     */
    touch: async (id: string): Promise<void> =>
      void (await tx.getRepository(policyEntity).update({ id }, { id })),

    /** What counts for tokens that exist, at that moment. */
    listInForce: (at: Date): Promise<InForceRow[]> =>
      ask(tx, { name: 'policies-in-force', text: policiesInForce('$1::timestamptz'), values: [at] }),

    /** What counts for tokens that are made now: the newest of each, in force or not. */
    listNewest: (): Promise<InForceRow[]> =>
      ask(tx, { name: 'newest-policies', text: policiesInForce(`'infinity'`), values: [] }),
  }
}

function toVersion({ label, ...row }: ReadRow): PolicyVersion {
  const [kind] = row.madeBy.split(':') as [Parameters<typeof labelActor>[0]]
  return { ...row, madeBy: labelActor(kind, label) } as PolicyVersion
}
