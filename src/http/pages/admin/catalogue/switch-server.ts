import type { ResourceServer } from '../../../../catalogue/index.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { countedLive } from '../accounts/account-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { SERVERS, serverHref } from './hrefs.ts'
import { getServer } from './server.ts'

/** Says what stops, and asks once. */
export const disableServerPage = page({
  method: 'get',
  path: `${SERVERS}/:id/disable`,
  for: 'catalogue.change',
  async handle(deps, ctx, { id = '' }) {
    showConfirmation(deps, ctx, await describe(deps, await getServer(deps, id)))
  },
})

export const disableServerForm = page({
  method: 'post',
  path: `${SERVERS}/:id/disable`,
  for: 'catalogue.change',
  async handle(deps, ctx, { id = '' }) {
    const { clientId } = await getServer(deps, id)
    await deps.clients.disable(ctx.state.actor, clientId)
    seeOther(ctx, `${serverHref(clientId)}?done=disabled`)
  },
})

export const enableServerForm = page({
  method: 'post',
  path: `${SERVERS}/:id/enable`,
  for: 'catalogue.change',
  async handle(deps, ctx, { id = '' }) {
    const { clientId } = await getServer(deps, id)
    await deps.clients.enable(ctx.state.actor, clientId)
    seeOther(ctx, `${serverHref(clientId)}?done=enabled`)
  },
})

async function describe({ tokens }: PageDeps, { clientId, name }: ResourceServer): Promise<Confirmation> {
  const bound = await tokens.countLiveWith({ resourceServer: clientId })
  return {
    console: 'catalogue',
    back: { href: serverHref(clientId), label: name },
    verb: 'Disable',
    name,
    lead: 'It holds from the next request on, and can be undone.',
    items: [
      `Introspection is refused to ${name}: it can no longer tell whose requests to let through.`,
      ...(bound === 0
        ? []
        : [`${countedLive(bound, 'live token is', 'live tokens are')} good for nothing else.`]),
      'Tokens stay, and other resource servers are not concerned.',
    ],
    action: `${serverHref(clientId)}/disable`,
    submit: 'Disable',
    cancel: 'Keep it',
    isDanger: true,
  }
}
