import type { ProductError } from '../../../lib/index.ts'
import { countInWords } from '../../../organizations/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { getVisitor } from '../../guards.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { textOf } from '../form.ts'
import { type PageDeps, page, queryText, seeOther } from '../page.ts'
import { viewPageLinks } from '../page-links.ts'
import { type Entered, enterOrganization, placeHref } from './enter.ts'
import { viewHead } from './head-view.ts'
import { EMPTY_NAMED, type NamedForm, namedFields } from './named-form.ts'

export const workspacesPage = page({
  method: 'get',
  path: '/organizations/:slug/workspaces',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    await show(deps, ctx, await enterOrganization(deps, ctx, slug))
  },
})

export const createWorkspaceForm = page({
  method: 'post',
  path: '/organizations/:slug/workspaces',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    const entered = await enterOrganization(deps, ctx, slug)
    entered.require('organization.create_workspace')
    const { organization } = entered
    const fields = formBody(ctx)
    const form = { name: textOf(fields, 'name'), slug: textOf(fields, 'slug') }
    try {
      const workspace = await deps.organizations.createWorkspace(ctx.state.actor, {
        organizationId: organization.id,
        name: form.name,
        slug: form.slug.trim() || undefined,
      })
      seeOther(ctx, placeHref({ organization, workspace }))
    } catch (error) {
      await show(deps, ctx, entered, { form, error: getAnswerable(error) })
    }
  },
})

type Shown = { readonly form?: NamedForm; readonly error?: ProductError }

async function show(
  deps: PageDeps,
  ctx: Context,
  entered: Entered,
  { form = EMPTY_NAMED, error }: Shown = {},
): Promise<void> {
  const { organization } = entered
  const problem = error === undefined ? undefined : toProblem(error)
  const seesAll = entered.may('organization.create_workspace')
  const memberId = seesAll ? null : getVisitor(ctx).account.id
  const after = queryText(ctx, 'after')
  const path = `${placeHref({ organization })}/workspaces`
  const { items, next } = await deps.organizations.listWorkspacePage(organization.id, { after, memberId })
  const model = {
    head: viewHead(entered, 'workspaces'),
    hasError: error !== undefined,
    canManage: seesAll,
    pages: viewPageLinks({ path, parameter: 'after', after, next }),
    workspaces: items.map((workspace) => ({
      name: workspace.name,
      slug: workspace.slug,
      members: countInWords(workspace.members),
      isDisabled: workspace.disabledAt !== null,
      href: placeHref({ organization, workspace }),
    })),
    action: path,
    fields: namedFields(form, error, {
      slugHint: 'In addresses and files, such as “build”. Made of the name if you leave it empty.',
    }),
  }
  deps.render(ctx, 'organizations/workspaces', model, { status: problem?.status ?? 200 })
}
