import type { Workspace } from '../../../organizations/index.ts'
import type { Context } from '../../context.ts'
import { toProblem } from '../../problem.ts'
import { type PageDeps, queryText } from '../page.ts'
import { readMembers } from '../read-members.ts'
import { type Entered, organizationHref, placeHref } from './enter.ts'
import { viewHead } from './head-view.ts'
import { besideEmail, MEMBERS_DONE, placeIds, type Shown } from './members-flow.ts'
import { viewMembers } from './members-view.ts'
import { viewPlaceTokens } from './place-tokens.ts'

type EnteredWorkspace = Entered & { readonly workspace: Workspace }

/** A workspace: its tokens, for those who answer for them, and its members. */
export async function showWorkspace(
  deps: PageDeps,
  ctx: Context,
  entered: EnteredWorkspace,
  { form = { email: '', role: 'member' }, error }: Shown = {},
): Promise<void> {
  const { organization, workspace, may } = entered
  const problem = error === undefined ? undefined : toProblem(error)
  const members = await readMembers(deps, ctx, placeIds(entered))
  const tokens = may('workspace.see_tokens') ? await viewTokens(deps, ctx, entered) : undefined
  const model = {
    head: viewHead(entered, 'workspaces'),
    hasError: error !== undefined,
    back: `${organizationHref(organization)}/workspaces`,
    name: workspace.name,
    isDisabled: workspace.disabledAt !== null,
    notice: MEMBERS_DONE[queryText(ctx, 'done')],
    tokens,
    generateHref: tokens?.generateHref,
    list: viewMembers(entered, { members, now: deps.clock(), form, errors: besideEmail(error) }),
  }
  deps.render(ctx, 'organizations/workspace', model, { status: problem?.status ?? 200 })
}

/** In a disabled place nobody can generate, so nothing is offered. */
const isOpen = ({ organization, workspace }: EnteredWorkspace): boolean =>
  organization.disabledAt === null && workspace.disabledAt === null

const viewTokens = (deps: PageDeps, ctx: Context, entered: EnteredWorkspace) => {
  const { organization, workspace, may } = entered
  return viewPlaceTokens(deps, ctx, {
    entered,
    path: placeHref(entered),
    whose: `${workspace.name}’s`,
    none: {
      title: 'No tokens yet',
      text: `A token of ${workspace.name} is for what the workspace runs. It stays when its maker leaves.`,
    },
    generateHref:
      isOpen(entered) && may('token.mint_workspace')
        ? `/account/tokens/new?kind=workspace:${organization.slug}/${workspace.slug}`
        : undefined,
    read: (query, after) =>
      deps.tokens.listOfPlace({ organizationId: organization.id, workspaceId: workspace.id }, query, after),
  })
}
