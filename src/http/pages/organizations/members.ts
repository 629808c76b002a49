import { page } from '../page.ts'
import { addMember } from './add-member.ts'
import { enterOrganization, enterWorkspace } from './enter.ts'
import { showMembers } from './members-flow.ts'
import { showWorkspace } from './workspace-flow.ts'

export const membersPage = page({
  method: 'get',
  path: '/organizations/:slug/members',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    await showMembers(deps, ctx, await enterOrganization(deps, ctx, slug))
  },
})

export const addMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/members',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    const entered = await enterOrganization(deps, ctx, slug)
    await addMember(deps, ctx, entered, (shown) => showMembers(deps, ctx, entered, shown))
  },
})

export const addWorkspaceMemberForm = page({
  method: 'post',
  path: '/organizations/:slug/workspaces/:workspace/members',
  for: 'account',
  async handle(deps, ctx, { slug = '', workspace = '' }) {
    const entered = await enterWorkspace(deps, ctx, slug, workspace)
    await addMember(deps, ctx, entered, (shown) => showWorkspace(deps, ctx, entered, shown))
  },
})
