import { page, seeOther } from '../../page.ts'
import { showConfirmation } from '../confirm.ts'
import { getApplication } from './find.ts'
import { CLIENTS, clientHref } from './hrefs.ts'

/** Says what stops, and asks once. */
export const disableClientPage = page({
  method: 'get',
  path: `${CLIENTS}/:id/disable`,
  for: 'client.change',
  async handle(deps, ctx, { id = '' }) {
    const { id: clientId, name } = await getApplication(deps, id)
    showConfirmation(deps, ctx, {
      console: 'clients',
      back: { href: clientHref(clientId), label: name },
      verb: 'Disable',
      name,
      lead: 'It holds from the next request on, and can be undone.',
      items: [
        'Nobody can sign in to it with an account of this server.',
        'The access that people gave it stops: its access and refresh tokens are refused.',
        'People’s own tokens keep working.',
      ],
      action: `${clientHref(clientId)}/disable`,
      submit: 'Disable',
      cancel: 'Keep it',
      isDanger: true,
    })
  },
})

export const disableClientForm = page({
  method: 'post',
  path: `${CLIENTS}/:id/disable`,
  for: 'client.change',
  async handle(deps, ctx, { id = '' }) {
    const client = await getApplication(deps, id)
    await deps.clients.disable(ctx.state.actor, client.id)
    seeOther(ctx, `${clientHref(client.id)}?done=disabled`)
  },
})

export const enableClientForm = page({
  method: 'post',
  path: `${CLIENTS}/:id/enable`,
  for: 'client.change',
  async handle(deps, ctx, { id = '' }) {
    const client = await getApplication(deps, id)
    await deps.clients.enable(ctx.state.actor, client.id)
    seeOther(ctx, `${clientHref(client.id)}?done=enabled`)
  },
})
