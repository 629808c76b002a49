import type { Actor } from '../../../../audit/index.ts'
import type { Organization } from '../../../../organizations/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { type Page, type PageDeps, page, seeOther } from '../../page.ts'
import { showForm } from '../form-page.ts'
import { describeNamedForm, EMPTY_NAMED, type NamedForm, readNamedForm } from './named-form.ts'
import { getOrganization, ORGANIZATION_PATH, organizationHref } from './place.ts'

/** What is created in an organization by a name: its form, and the verb behind it. */
type Inside = {
  /** In its address: `workspaces`. */
  readonly part: string
  readonly action: Action
  readonly title: string
  readonly lead: string
  readonly slugHint: string
  readonly done: string
  create(deps: PageDeps, by: Actor, given: NamedForm & { organizationId: string }): Promise<unknown>
}

const WORKSPACE: Inside = {
  part: 'workspaces',
  action: 'organization.create_workspace',
  title: 'Create a workspace',
  lead: 'A part of the organization with members and tokens of its own.',
  slugHint:
    'Its short name in addresses, files and introspection answers: build. Left empty, it is made of the name.',
  done: 'workspace',
  create: ({ organizations }, by, given) => organizations.createWorkspace(by, given),
}

const SERVICE_ACCOUNT: Inside = {
  part: 'service-accounts',
  action: 'organization.manage_service_accounts',
  title: 'Create a service account',
  lead: 'For CI and agents that no person should own: it holds tokens, and nobody signs in with it.',
  slugHint: 'What stands before the @ of its address. Left empty, it is made of the name.',
  done: 'service',
  create: ({ organizations }, by, given) => organizations.createServiceAccount(by, given),
}

const describe = ({ part, title, lead, slugHint }: Inside, organization: Organization, form: NamedForm) =>
  describeNamedForm({
    form,
    slugHint,
    back: { href: organizationHref(organization), label: organization.name },
    title: `${title} in ${organization.name}`,
    lead,
    action: `${organizationHref(organization)}/${part}/new`,
    submit: 'Create',
  })

const createPages = (inside: Inside): readonly Page[] => [
  page({
    method: 'get',
    path: `${ORGANIZATION_PATH}/${inside.part}/new`,
    for: inside.action,
    async handle(deps, ctx, params) {
      showForm(deps, ctx, describe(inside, await getOrganization(deps, params), EMPTY_NAMED))
    },
  }),
  page({
    method: 'post',
    path: `${ORGANIZATION_PATH}/${inside.part}/new`,
    for: inside.action,
    async handle(deps, ctx, params) {
      const organization = await getOrganization(deps, params)
      const form = readNamedForm(formBody(ctx))
      try {
        await inside.create(deps, ctx.state.actor, { ...form, organizationId: organization.id })
        seeOther(ctx, `${organizationHref(organization)}?done=${inside.done}`)
      } catch (error) {
        showForm(deps, ctx, describe(inside, organization, form), getAnswerable(error))
      }
    },
  }),
]

export const createInsidePages: readonly Page[] = [...createPages(WORKSPACE), ...createPages(SERVICE_ACCOUNT)]
