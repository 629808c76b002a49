import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { page, seeOther } from '../../page.ts'
import { showForm } from '../form-page.ts'
import { describeNamedForm, EMPTY_NAMED, type NamedForm, readNamedForm } from './named-form.ts'
import { ORGANIZATIONS, organizationHref } from './place.ts'

const describe = (form: NamedForm) =>
  describeNamedForm({
    form,
    slugHint:
      'Its short name in addresses, files and introspection answers: acme. Left empty, it is made of the name.',
    back: { href: ORGANIZATIONS, label: 'Organizations' },
    title: 'Create an organization',
    lead: 'People work together in it: in workspaces, with tokens that stay when somebody leaves.',
    action: `${ORGANIZATIONS}/new`,
    submit: 'Create',
  })

export const createOrganizationPage = page({
  method: 'get',
  path: `${ORGANIZATIONS}/new`,
  for: 'organization.create',
  async handle(deps, ctx) {
    showForm(deps, ctx, describe(EMPTY_NAMED))
  },
})

export const createOrganizationForm = page({
  method: 'post',
  path: `${ORGANIZATIONS}/new`,
  for: 'organization.create',
  async handle(deps, ctx) {
    const form = readNamedForm(formBody(ctx))
    try {
      const organization = await deps.organizations.create(ctx.state.actor, form)
      seeOther(ctx, `${organizationHref(organization)}?done=created`)
    } catch (error) {
      showForm(deps, ctx, describe(form), getAnswerable(error))
    }
  },
})
