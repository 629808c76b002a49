import { page } from '../page.ts'
import { enterOrganization, enterWorkspace } from './enter.ts'
import { changeMember, removeMember, showMember } from './member-flow.ts'

export const memberPage = page({
  method: 'get',
  path: '/organizations/:slug/members/:id',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    await showMember(deps, ctx, await enterOrganization(deps, ctx, slug), id)
  },
})

export const changeMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/members/:id',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    await changeMember(deps, ctx, await enterOrganization(deps, ctx, slug), id)
  },
})

export const removeMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/members/:id/remove',
  for: 'account',
  async handle(deps, ctx, { slug = '', id = '' }) {
    await removeMember(deps, ctx, await enterOrganization(deps, ctx, slug), id)
  },
})

export const workspaceMemberPage = page({
  method: 'get',
  path: '/organizations/:slug/workspaces/:workspace/members/:id',
  for: 'account',
  async handle(deps, ctx, { slug = '', workspace = '', id = '' }) {
    await showMember(deps, ctx, await enterWorkspace(deps, ctx, slug, workspace), id)
  },
})

export const changeWorkspaceMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/workspaces/:workspace/members/:id',
  for: 'account',
  async handle(deps, ctx, { slug = '', workspace = '', id = '' }) {
    await changeMember(deps, ctx, await enterWorkspace(deps, ctx, slug, workspace), id)
  },
})

export const removeWorkspaceMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/workspaces/:workspace/members/:id/remove',
  for: 'account',
  async handle(deps, ctx, { slug = '', workspace = '', id = '' }) {
    await removeMember(deps, ctx, await enterWorkspace(deps, ctx, slug, workspace), id)
  },
})
