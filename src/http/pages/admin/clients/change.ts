import type { Client } from '../../../../clients/index.ts'
import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { showForm } from '../form-page.ts'
import { type ClientForm, describeClientForm, readClientForm, toRedirectUris } from './client-form.ts'
import { getApplication } from './find.ts'
import { CLIENTS, clientHref } from './hrefs.ts'

export const changeClientPage = page({
  method: 'get',
  path: `${CLIENTS}/:id/change`,
  for: 'client.change',
  async handle(deps, ctx, { id = '' }) {
    const client = await getApplication(deps, id)
    const { name, redirectUris, firstParty } = client
    show(deps, ctx, client, { name, redirectUris: redirectUris.join('\n'), firstParty, isPublic: false })
  },
})

/** A redirect URI and trust open doors, so the password is asked for. */
export const changeClientForm = page({
  method: 'post',
  path: `${CLIENTS}/:id/change`,
  for: 'client.change',
  async handle(deps, ctx, { id = '' }) {
    const client = await getApplication(deps, id)
    const fields = formBody(ctx)
    const form = readClientForm(fields)
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { name, firstParty } = form
      const changes = { name, firstParty, redirectUris: toRedirectUris(form) }
      await deps.clients.changeApplication(ctx.state.actor, client.id, changes)
      seeOther(ctx, `${clientHref(client.id)}?done=changed`)
    } catch (error) {
      show(deps, ctx, client, form, getAnswerable(error))
    }
  },
})

function show(deps: PageDeps, ctx: Context, client: Client, form: ClientForm, error?: ProductError): void {
  const described = describeClientForm({
    form,
    isNew: false,
    back: { href: clientHref(client.id), label: client.name },
    title: `Change ${client.name}`,
    lead:
      client.authMethod === 'none'
        ? 'It runs on people’s devices and has no secret. That cannot be changed: register another application instead.'
        : 'It runs on a server and has a secret. That cannot be changed: register another application instead.',
    action: `${clientHref(client.id)}/change`,
    submit: 'Save',
    needsPassword: true,
  })
  showForm(deps, ctx, described, error)
}
