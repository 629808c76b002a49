import { initialPolicy } from '../../../../assemble.ts'
import type { Actor } from '../../../../audit/index.ts'
import type { Organization } from '../../../../organizations/index.ts'
import type { OrganizationLimits, PolicySettings } from '../../../../policy/index.ts'
import type { PageDeps } from '../../page.ts'
import type { Section } from '../section.ts'
import { fromLimits, fromSettings, type PolicyForm, toLimits, toSettings } from './policy-form.ts'

/** Whose policy it is: the instance's, or an organization's, which is stricter only. */
export type PolicyPlace = {
  readonly organizationId: string | null
  readonly console: Section
  readonly path: string
  readonly back: { readonly href: string; readonly label: string } | undefined
  readonly title: string
  readonly lead: string
  /** What holds beneath an organization's. */
  readonly instance: PolicySettings | undefined
  /** What held before anybody saved one. */
  readonly initial: PolicySettings | OrganizationLimits
  readonly present: PolicySettings | OrganizationLimits
  readonly presentForm: PolicyForm
  /** @throws {InvalidPolicy | LooserThanInstance} */
  parse(form: PolicyForm): Promise<PolicySettings | OrganizationLimits>
  save(by: Actor, form: PolicyForm, options: { enforcedFrom?: Date }): Promise<unknown>
}

export async function instancePlace({ policies, config }: PageDeps): Promise<PolicyPlace> {
  const present = await policies.instance()
  return {
    organizationId: null,
    console: 'policy',
    path: '/admin/policy',
    back: undefined,
    title: 'Policy',
    lead: 'What every token of this server may be. An organization can ask for more, and never for less.',
    instance: undefined,
    initial: initialPolicy(config),
    present,
    presentForm: fromSettings(present),
    parse: async (form) => policies.parse(toSettings(form)),
    save: (by, form, options) => policies.change(by, toSettings(form), options),
  }
}

export async function organizationPlace(
  { policies }: PageDeps,
  { id, slug, name }: Organization,
): Promise<PolicyPlace> {
  const [instance, present] = await Promise.all([policies.instance(), policies.ofOrganization(id)])
  return {
    organizationId: id,
    console: 'organizations',
    path: `/admin/organizations/${slug}/policy`,
    back: { href: `/admin/organizations/${slug}`, label: name },
    title: `Policy of ${name}`,
    lead: 'For its tokens, those of its workspaces and service accounts, and the personal ones of its members. Stricter than the instance only.',
    instance,
    initial: {},
    present,
    presentForm: fromLimits(present, instance),
    parse: (form) => policies.parseLimits(toLimits(form, instance)),
    save: (by, form, options) => policies.changeOrganization(by, id, toLimits(form, instance), options),
  }
}
