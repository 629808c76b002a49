import { operation } from '../../operation.ts'
import { newPlace, toWorkspaceReply, workspaceReply } from '../../schemas/organization.ts'
import { enter, ORGANIZATION_PATH, organizationParams } from '../enter.ts'

export const createWorkspace = operation({
  id: 'createWorkspace',
  tag: 'Organizations',
  method: 'post',
  path: `${ORGANIZATION_PATH}/workspaces`,
  access: 'patmint:write',
  summary: 'Create a workspace',
  description: 'In an organization that your account administers. Nobody is in it yet: add its members next.',
  params: organizationParams,
  body: newPlace,
  status: 201,
  reply: workspaceReply,
  location: ({ organizationId, id }: { organizationId: string; id: string }) =>
    `/api/v1/organizations/${organizationId}/workspaces/${id}`,
  errors: ['not_found', 'not_permitted', 'name_invalid', 'slug_invalid', 'workspace_taken'],
  async handle(services, { caller, actor, params, body }) {
    const entered = await enter(services, caller, params)
    entered.require('organization.create_workspace')
    const given = { ...body, organizationId: entered.organization.id }
    return toWorkspaceReply(await services.organizations.createWorkspace(actor, given))
  },
})
