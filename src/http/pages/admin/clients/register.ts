import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret } from '../../reveal.ts'
import { askPasswordFirst, showForm } from '../form-page.ts'
import {
  type ClientForm,
  describeClientForm,
  EMPTY_CLIENT,
  readClientForm,
  toRedirectUris,
} from './client-form.ts'
import { CLIENTS, clientHref } from './hrefs.ts'
import { secretPath } from './secret-pages.ts'

export const registerClientPage = page({
  method: 'get',
  path: `${CLIENTS}/new`,
  for: 'client.change',
  async handle(deps, ctx) {
    if (!askPasswordFirst(ctx)) show(deps, ctx, EMPTY_CLIENT)
  },
})

export const registerClientForm = page({
  method: 'post',
  path: `${CLIENTS}/new`,
  for: 'client.change',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const form = readClientForm(fields)
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { name, isPublic, firstParty } = form
      const wanted = { name, isPublic, firstParty, redirectUris: toRedirectUris(form) }
      const { client, secret } = await deps.clients.createApplication(ctx.state.actor, wanted)
      if (secret === undefined) return seeOther(ctx, `${clientHref(client.id)}?done=registered`)
      seeOther(ctx, await keepSecret(ctx, secretPath(CLIENTS, client.id), secret))
    } catch (error) {
      show(deps, ctx, form, getAnswerable(error))
    }
  },
})

function show(deps: PageDeps, ctx: Context, form: ClientForm, error?: ProductError): void {
  const described = describeClientForm({
    form,
    isNew: true,
    back: { href: CLIENTS, label: 'OAuth clients' },
    title: 'Register an application',
    lead: 'Something that people sign in to with their account here (OAuth 2.0, OpenID Connect).',
    action: `${CLIENTS}/new`,
    submit: 'Register',
    needsPassword: true,
  })
  showForm(deps, ctx, described, error)
}
