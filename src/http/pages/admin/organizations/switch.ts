import type { Action } from '../../../../permissions/index.ts'
import { type Page, type PageDeps, page, seeOther } from '../../page.ts'
import { countedLive } from '../accounts/account-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import {
  type ConsolePlace,
  getPlace,
  ORGANIZATION_PATH,
  placeHref,
  placeName,
  WORKSPACE_PATH,
} from './place.ts'

/** Says what stops, and asks once. */
const switchPages = (path: string, action: Action): readonly Page[] => [
  page({
    method: 'get',
    path: `${path}/disable`,
    for: action,
    async handle(deps, ctx, params) {
      showConfirmation(deps, ctx, await describe(deps, await getPlace(deps, params)))
    },
  }),
  page({
    method: 'post',
    path: `${path}/disable`,
    for: action,
    async handle(deps, ctx, params) {
      const place = await getPlace(deps, params)
      const { organization, workspace } = place
      if (workspace === undefined) await deps.organizations.disable(ctx.state.actor, organization.id)
      else await deps.organizations.disableWorkspace(ctx.state.actor, workspace.id)
      seeOther(ctx, `${placeHref(place)}?done=disabled`)
    },
  }),
  page({
    method: 'post',
    path: `${path}/enable`,
    for: action,
    async handle(deps, ctx, params) {
      const place = await getPlace(deps, params)
      const { organization, workspace } = place
      if (workspace === undefined) await deps.organizations.enable(ctx.state.actor, organization.id)
      else await deps.organizations.enableWorkspace(ctx.state.actor, workspace.id)
      seeOther(ctx, `${placeHref(place)}?done=enabled`)
    },
  }),
]

async function describe({ tokens }: PageDeps, place: ConsolePlace): Promise<Confirmation> {
  const { organization, workspace } = place
  const count = await tokens.countLiveWith(
    workspace === undefined ? { organizationId: organization.id } : { workspaceId: workspace.id },
  )
  return {
    console: 'organizations',
    back: { href: placeHref(place), label: placeName(place) },
    verb: 'Disable',
    name: placeName(place),
    lead: 'It holds from the next request on, and can be undone.',
    items: [
      workspace === undefined
        ? `${countedLive(count, 'token stops', 'tokens stop')} working: its own, its workspaces’ and its service accounts’.`
        : `${countedLive(count, 'token of it stops', 'tokens of it stop')} working.`,
      'Nobody can generate another one for it.',
      'Its members keep their accounts and their personal tokens.',
      'Nothing is deleted.',
    ],
    action: `${placeHref(place)}/disable`,
    submit: 'Disable',
    cancel: 'Keep it',
    isDanger: true,
  }
}

export const switchPlacePages: readonly Page[] = [
  ...switchPages(ORGANIZATION_PATH, 'organization.switch'),
  ...switchPages(WORKSPACE_PATH, 'workspace.change'),
]
