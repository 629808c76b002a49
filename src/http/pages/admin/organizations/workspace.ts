import { liveCountInWords } from '../../../../tokens/index.ts'
import { toMoment } from '../../moments.ts'
import { page, queryText } from '../../page.ts'
import { readMembers } from '../../read-members.ts'
import { viewMembers } from './members-view.ts'
import { getWorkspace, organizationHref, PLACE_DONE, placeHref, WORKSPACE_PATH } from './place.ts'

export const workspacePage = page({
  method: 'get',
  path: WORKSPACE_PATH,
  for: 'console.see',
  async handle(deps, ctx, params) {
    const place = await getWorkspace(deps, params)
    const { organization, workspace } = place
    const [members, tokens] = await Promise.all([
      readMembers(deps, ctx, { organizationId: organization.id, workspaceId: workspace.id }),
      deps.tokens.countLiveWith({ workspaceId: workspace.id }),
    ])
    const now = deps.clock()
    const { disabledAt } = workspace
    deps.render(ctx, 'admin/workspace', {
      notice: PLACE_DONE[queryText(ctx, 'done')],
      back: { href: organizationHref(organization), label: organization.name },
      href: placeHref(place),
      name: workspace.name,
      slug: workspace.slug,
      id: workspace.id,
      created: toMoment(workspace.createdAt, now),
      disabled: disabledAt === null ? undefined : toMoment(disabledAt, now),
      tokens: liveCountInWords(tokens),
      list: viewMembers(place, { members, now }),
    })
  },
})
