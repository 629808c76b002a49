import { EntitySchema } from 'typeorm'

export type PolicyRow = {
  id: string
  /** `null`: of the whole instance. */
  organizationId: string | null
  settings: object
  madeBy: string
  createdAt: Date
  enforcedFrom: Date
}

export const policyEntity = new EntitySchema<PolicyRow>({
  name: 'policy',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'policy_pkey' },
    organizationId: { name: 'organization_id', type: 'uuid', nullable: true },
    settings: { type: 'jsonb' },
    madeBy: { name: 'made_by', type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    enforcedFrom: { name: 'enforced_from', type: 'timestamptz' },
  },
  indices: [{ name: 'policy_organization_idx', columns: ['organizationId', 'id'] }],
  foreignKeys: [
    {
      name: 'policy_organization_fkey',
      target: 'organization',
      columnNames: ['organizationId'],
      referencedColumnNames: ['id'],
    },
  ],
})
