import { z } from 'zod'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import { toWorkspaceReply, workspaceReply } from '../../schemas/organization.ts'
import { enter, ORGANIZATION_PATH, organizationParams } from '../enter.ts'

export const listWorkspaces = operation({
  id: 'listWorkspaces',
  tag: 'Organizations',
  method: 'get',
  path: `${ORGANIZATION_PATH}/workspaces`,
  access: 'patmint:read',
  summary: 'List the workspaces of an organization',
  description:
    'Those that your account is in or, where it administers the organization, all of them; by slug.',
  params: organizationParams,
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(workspaceReply.extend({ members: z.int() }).meta({ id: 'ListedWorkspace' })),
  errors: ['not_found'],
  async handle(services, { caller, params, query }) {
    const { organization, may } = await enter(services, caller, params)
    const seesAll = may('organization.create_workspace')
    const { listVisibleWorkspaces } = services.organizations
    const workspaces = await listVisibleWorkspaces(caller.account.id, organization.id, seesAll)
    const listed = workspaces.map((workspace) => ({
      ...toWorkspaceReply(workspace),
      members: workspace.members,
    }))
    return pageThrough(listed, ({ slug }) => slug, query)
  },
})
