import { z } from 'zod'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import {
  membershipRole,
  organizationReply,
  toOrganizationReply,
  toWorkspaceReply,
  workspaceReply,
} from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ACCOUNT_PATH, accountParams, getListedAccount } from './find-account.ts'

const membershipReply = z
  .object({
    organization: organizationReply,
    role: membershipRole
      .nullable()
      .meta({ description: 'null: a service account, which belongs to it and is a member of nothing.' }),
    workspaces: z.array(z.object({ workspace: workspaceReply, role: membershipRole })),
  })
  .meta({ id: 'Membership' })

export const listAccountMemberships = adminOperation('console.see', {
  id: 'listAccountMemberships',
  tag: 'Accounts',
  method: 'get',
  path: `${ACCOUNT_PATH}/memberships`,
  summary: 'List an account’s memberships',
  description: 'The organizations and workspaces that it is in, by slug, and its roles there.',
  params: accountParams,
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(membershipReply),
  errors: ['account_not_found'],
  async handle(services, { params: { accountId }, query }) {
    const account = await getListedAccount(services, accountId)
    const memberships = await services.organizations.membershipsOf(account.id)
    const listed = memberships.map(({ organization, role, workspaces }) => ({
      organization: toOrganizationReply(organization),
      role,
      workspaces: workspaces.map((held) => ({
        workspace: toWorkspaceReply(held.workspace),
        role: held.role,
      })),
    }))
    return pageThrough(listed, ({ organization }) => organization.slug, query)
  },
})
