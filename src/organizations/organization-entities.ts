import { EntitySchema } from 'typeorm'
import type { MembershipRole, Organization, Workspace } from './organization.ts'

const onlyOf = (name: string, target: string, column: string) => ({
  name,
  target,
  columnNames: [column],
  referencedColumnNames: ['id'],
})

export const organizationEntity = new EntitySchema<Organization>({
  name: 'organization',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'organization_pkey' },
    slug: { type: 'text' },
    name: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    disabledAt: { name: 'disabled_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'organization_slug_key', columns: ['slug'] }],
})

export const workspaceEntity = new EntitySchema<Workspace>({
  name: 'workspace',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'workspace_pkey' },
    organizationId: { name: 'organization_id', type: 'uuid' },
    slug: { type: 'text' },
    name: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    disabledAt: { name: 'disabled_at', type: 'timestamptz', nullable: true },
  },
  uniques: [
    { name: 'workspace_slug_key', columns: ['organizationId', 'slug'] },
    { name: 'workspace_of_organization_key', columns: ['id', 'organizationId'] },
  ],
  foreignKeys: [onlyOf('workspace_organization_fkey', 'organization', 'organizationId')],
})

export type OrganizationMembershipRow = {
  organizationId: string
  accountId: string
  role: MembershipRole
  createdAt: Date
}

const ORGANIZATION_KEY = {
  primary: true,
  primaryKeyConstraintName: 'organization_membership_pkey',
} as const

export const organizationMembershipEntity = new EntitySchema<OrganizationMembershipRow>({
  name: 'organization_membership',
  columns: {
    organizationId: { name: 'organization_id', type: 'uuid', ...ORGANIZATION_KEY },
    accountId: { name: 'account_id', type: 'uuid', ...ORGANIZATION_KEY },
    role: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  checks: [{ name: 'organization_membership_role_known', expression: "role in ('member', 'admin')" }],
  indices: [{ name: 'organization_membership_account_idx', columns: ['accountId'] }],
  foreignKeys: [
    onlyOf('organization_membership_organization_fkey', 'organization', 'organizationId'),
    onlyOf('organization_membership_account_fkey', 'account', 'accountId'),
  ],
})

export type WorkspaceMembershipRow = OrganizationMembershipRow & { workspaceId: string }

const WORKSPACE_KEY = { primary: true, primaryKeyConstraintName: 'workspace_membership_pkey' } as const

export const workspaceMembershipEntity = new EntitySchema<WorkspaceMembershipRow>({
  name: 'workspace_membership',
  columns: {
    workspaceId: { name: 'workspace_id', type: 'uuid', ...WORKSPACE_KEY },
    organizationId: { name: 'organization_id', type: 'uuid' },
    accountId: { name: 'account_id', type: 'uuid', ...WORKSPACE_KEY },
    role: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  checks: [{ name: 'workspace_membership_role_known', expression: "role in ('member', 'admin')" }],
  indices: [{ name: 'workspace_membership_member_idx', columns: ['organizationId', 'accountId'] }],
  foreignKeys: [
    {
      name: 'workspace_membership_workspace_fkey',
      target: 'workspace',
      columnNames: ['workspaceId', 'organizationId'],
      referencedColumnNames: ['id', 'organizationId'],
    },
    {
      name: 'workspace_membership_member_fkey',
      target: 'organization_membership',
      columnNames: ['organizationId', 'accountId'],
      referencedColumnNames: ['organizationId', 'accountId'],
      onDelete: 'CASCADE',
    },
  ],
})
