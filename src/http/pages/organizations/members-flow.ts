import type { ProductError } from '../../../lib/index.ts'
import type { Context } from '../../context.ts'
import { toProblem } from '../../problem.ts'
import type { FormErrors, Notice } from '../form.ts'
import { type PageDeps, queryText } from '../page.ts'
import { readMembers } from '../read-members.ts'
import type { Entered } from './enter.ts'
import { viewHead } from './head-view.ts'
import { type AddForm, viewMembers } from './members-view.ts'

/** What a redirect to a list of members may ask it to say. */
export const MEMBERS_DONE: Readonly<Record<string, Notice>> = {
  added: { tone: 'good', text: 'They are a member now.' },
  changed: { tone: 'good', text: 'The role is changed.' },
  removed: { tone: 'good', text: 'They are no longer a member.' },
}

/** The form to add somebody, as it was sent and is shown again. */
export type Shown = { readonly form?: AddForm; readonly error?: ProductError }

export async function showMembers(
  deps: PageDeps,
  ctx: Context,
  entered: Entered,
  { form = { email: '', role: 'member' }, error }: Shown = {},
): Promise<void> {
  const problem = error === undefined ? undefined : toProblem(error)
  const members = await readMembers(deps, ctx, placeIds(entered))
  const errors = besideEmail(error)
  const view = viewMembers(entered, { members, now: deps.clock(), form, errors })
  const model = {
    head: viewHead(entered, 'members'),
    hasError: error !== undefined,
    notice: MEMBERS_DONE[queryText(ctx, 'done')],
    list: view,
  }
  deps.render(ctx, 'organizations/members', model, { status: problem?.status ?? 200 })
}

export const placeIds = ({ organization, workspace }: Entered) => ({
  organizationId: organization.id,
  workspaceId: workspace?.id,
})

/** Whatever is wrong with whom to add stands beside the address. */
export const besideEmail = (error: ProductError | undefined): FormErrors =>
  error === undefined ? {} : { email: error.message }
