import { z } from 'zod'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { cappedCount } from '../../schemas/common.ts'
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
  reply: pageOf(workspaceReply.extend({ members: cappedCount }).meta({ id: 'ListedWorkspace' })),
  errors: ['not_found'],
  async handle(services, { caller, params, query }) {
    const { organization, may } = await enter(services, caller, params)
    const memberId = may('organization.create_workspace') ? null : caller.account.id
    const page = { after: readCursor(query), limit: query.limit, memberId }
    const { items, next } = await services.organizations.listWorkspacePage(organization.id, page)
    const listed = items.map((workspace) => ({ ...toWorkspaceReply(workspace), members: workspace.members }))
    return toPage(listed, next)
  },
})
