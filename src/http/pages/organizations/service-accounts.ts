import type { ProductError } from '../../../lib/index.ts'
import { countInWords } from '../../../organizations/index.ts'
import { formBody } from '../../body.ts'
import type { Context } from '../../context.ts'
import { toProblem } from '../../problem.ts'
import { getAnswerable } from '../answerable.ts'
import { textOf } from '../form.ts'
import { toMoment } from '../moments.ts'
import { type PageDeps, page, queryText, seeOther } from '../page.ts'
import { viewPageLinks } from '../page-links.ts'
import { type Entered, enterOrganization, organizationHref } from './enter.ts'
import { viewHead } from './head-view.ts'
import { EMPTY_NAMED, type NamedForm, namedFields } from './named-form.ts'

export const serviceAccountsPage = page({
  method: 'get',
  path: '/organizations/:slug/service-accounts',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    const entered = await enterOrganization(deps, ctx, slug)
    entered.require('organization.manage_service_accounts')
    await show(deps, ctx, entered)
  },
})

export const createServiceAccountForm = page({
  method: 'post',
  path: '/organizations/:slug/service-accounts',
  for: 'account',
  async handle(deps, ctx, { slug = '' }) {
    const entered = await enterOrganization(deps, ctx, slug)
    entered.require('organization.manage_service_accounts')
    const fields = formBody(ctx)
    const form = { name: textOf(fields, 'name'), slug: textOf(fields, 'slug') }
    try {
      const account = await deps.organizations.createServiceAccount(ctx.state.actor, {
        organizationId: entered.organization.id,
        name: form.name,
        slug: form.slug.trim() || undefined,
      })
      seeOther(ctx, `${organizationHref(entered.organization)}/service-accounts/${account.id}?done=created`)
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
  const base = `${organizationHref(organization)}/service-accounts`
  const after = queryText(ctx, 'after')
  const { items, next } = await deps.organizations.listServiceAccountPage(organization.id, { after })
  const model = {
    head: viewHead(entered, 'service-accounts'),
    hasError: error !== undefined,
    pages: viewPageLinks({ path: base, parameter: 'after', after, next }),
    accounts: items.map(({ id, name, email, disabledAt, activeTokens, createdAt }) => ({
      name,
      email,
      isDisabled: disabledAt !== null,
      activeTokens: countInWords(activeTokens),
      created: toMoment(createdAt, deps.clock()),
      href: `${base}/${id}`,
    })),
    action: base,
    fields: namedFields(form, error, {
      slugHint: 'What stands before the @ of its address. Made of the name if you leave it empty.',
    }),
  }
  deps.render(ctx, 'organizations/service-accounts', model, { status: problem?.status ?? 200 })
}
