import { PageNotFound } from '../../../errors.ts'
import { operation } from '../../operation.ts'
import { toWorkspaceReply, workspaceReply } from '../../schemas/organization.ts'
import { enter, WORKSPACE_PATH, workspaceParams } from '../enter.ts'

export const getWorkspace = operation({
  id: 'getWorkspace',
  tag: 'Organizations',
  method: 'get',
  path: WORKSPACE_PATH,
  access: 'patmint:read',
  summary: 'Get a workspace',
  description: 'A workspace that your account is in, or whose organization it administers.',
  params: workspaceParams,
  status: 200,
  reply: workspaceReply,
  version: (workspace) => workspace,
  errors: ['not_found'],
  async handle(services, { caller, params }) {
    const { workspace } = await enter(services, caller, params)
    if (workspace === undefined) throw new PageNotFound()
    return toWorkspaceReply(workspace)
  },
})
