import { page } from '../page.ts'
import { enterWorkspace } from './enter.ts'
import { showWorkspace } from './workspace-flow.ts'

export const workspacePage = page({
  method: 'get',
  path: '/organizations/:slug/workspaces/:workspace',
  for: 'account',
  async handle(deps, ctx, { slug = '', workspace = '' }) {
    await showWorkspace(deps, ctx, await enterWorkspace(deps, ctx, slug, workspace))
  },
})
