import type { Actor } from '../../../../audit/index.ts'
import type { Action } from '../../../../permissions/index.ts'
import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { type Page, type PageDeps, page, seeOther } from '../../page.ts'
import { showForm } from '../form-page.ts'
import { describeNamedForm, type NamedForm, readNamedForm } from './named-form.ts'
import {
  type ConsolePlace,
  getPlace,
  ORGANIZATION_PATH,
  placeHref,
  placeName,
  WORKSPACE_PATH,
} from './place.ts'

const describe = (place: ConsolePlace, form: NamedForm) =>
  describeNamedForm({
    form,
    slugHint:
      'Introspection answers carry it, and addresses have it in them: whoever relies on the old one has to be told.',
    back: { href: placeHref(place), label: placeName(place) },
    title: `Change ${placeName(place)}`,
    lead: 'Its name for people, and its short name for programs.',
    action: `${placeHref(place)}/change`,
    submit: 'Save',
  })

const changePages = (path: string, action: Action): readonly Page[] => [
  page({
    method: 'get',
    path: `${path}/change`,
    for: action,
    async handle(deps, ctx, params) {
      const place = await getPlace(deps, params)
      const { name, slug } = place.workspace ?? place.organization
      showForm(deps, ctx, describe(place, { name, slug }))
    },
  }),
  page({
    method: 'post',
    path: `${path}/change`,
    for: action,
    async handle(deps, ctx, params) {
      const place = await getPlace(deps, params)
      const form = readNamedForm(formBody(ctx))
      try {
        seeOther(ctx, `${placeHref(await change(deps, ctx.state.actor, place, form))}?done=changed`)
      } catch (error) {
        showForm(deps, ctx, describe(place, form), getAnswerable(error))
      }
    },
  }),
]

/** @returns the place with its new slug */
async function change(
  { organizations }: PageDeps,
  by: Actor,
  { organization, workspace }: ConsolePlace,
  form: NamedForm,
): Promise<ConsolePlace> {
  if (workspace === undefined) {
    return { organization: await organizations.change(by, organization.id, form), workspace }
  }
  return { organization, workspace: await organizations.changeWorkspace(by, workspace.id, form) }
}

export const changePlacePages: readonly Page[] = [
  ...changePages(ORGANIZATION_PATH, 'organization.change'),
  ...changePages(WORKSPACE_PATH, 'workspace.change'),
]
