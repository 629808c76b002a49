import { workspaceParams } from '../../organizations/enter.ts'
import { placeChanges, toWorkspaceReply, workspaceReply } from '../../schemas/organization.ts'
import { adminOperation } from '../admin-operation.ts'
import { ANY_WORKSPACE_PATH, getAnyWorkspaceBy } from './find-place.ts'

export const getAnyWorkspace = adminOperation('console.see', {
  id: 'getAnyWorkspace',
  tag: 'All organizations',
  method: 'get',
  path: ANY_WORKSPACE_PATH,
  summary: 'Get any workspace',
  description: 'By the id or slug of its organization and its own.',
  params: workspaceParams,
  status: 200,
  reply: workspaceReply,
  version: (workspace) => workspace,
  handle: async (services, { params }) => toWorkspaceReply(await getAnyWorkspaceBy(services, params)),
})

export const changeWorkspace = adminOperation('workspace.change', {
  id: 'changeWorkspace',
  tag: 'All organizations',
  method: 'patch',
  path: ANY_WORKSPACE_PATH,
  summary: 'Rename a workspace',
  description: 'Introspection answers carry the slug: whoever relies on the old one has to be told.',
  params: workspaceParams,
  body: placeChanges,
  status: 200,
  reply: workspaceReply,
  current: getAnyWorkspace,
  errors: ['name_invalid', 'slug_invalid', 'workspace_taken', 'precondition_failed'],
  async handle(services, { actor, params, body }) {
    const { id } = await getAnyWorkspaceBy(services, params)
    return toWorkspaceReply(await services.organizations.changeWorkspace(actor, id, body))
  },
})

const switchWorkspace = (verb: 'disable' | 'enable', about: { summary: string; description: string }) =>
  adminOperation('workspace.change', {
    id: `${verb}Workspace`,
    tag: 'All organizations',
    method: 'post',
    path: `${ANY_WORKSPACE_PATH}/${verb}`,
    ...about,
    params: workspaceParams,
    status: 200,
    reply: workspaceReply,
    async handle(services, { actor, params }) {
      const { id } = await getAnyWorkspaceBy(services, params)
      return toWorkspaceReply(await services.organizations[`${verb}Workspace`](actor, id))
    },
  })

export const disableWorkspace = switchWorkspace('disable', {
  summary: 'Disable a workspace',
  description: 'Its tokens are inactive from the next request on. Disabling it twice is no error.',
})

export const enableWorkspace = switchWorkspace('enable', {
  summary: 'Enable a workspace',
  description: 'Its tokens that have not ended work again. Enabling it twice is no error.',
})
