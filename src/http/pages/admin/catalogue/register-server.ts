import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { passPasswordGate } from '../../password-gate.ts'
import { keepSecret } from '../../reveal.ts'
import { secretPath } from '../clients/secret-pages.ts'
import { askPasswordFirst, showForm } from '../form-page.ts'
import { CATALOGUE, SERVERS } from './hrefs.ts'
import { describeServerForm, readServerForm, type ServerForm } from './server-form.ts'

const PATH = `${CATALOGUE}/new-resource-server`

export const registerServerPage = page({
  method: 'get',
  path: PATH,
  for: 'catalogue.change',
  async handle(deps, ctx) {
    if (!askPasswordFirst(ctx)) await show(deps, ctx, { name: '', audience: '', modules: [] })
  },
})

export const registerServerForm = page({
  method: 'post',
  path: PATH,
  for: 'catalogue.change',
  async handle(deps, ctx) {
    const fields = formBody(ctx)
    const form = readServerForm(fields)
    try {
      await passPasswordGate(deps, ctx, textOf(fields, 'password'))
      const { resourceServer, secret } = await deps.catalogue.createResourceServer(ctx.state.actor, form)
      seeOther(ctx, await keepSecret(ctx, secretPath(SERVERS, resourceServer.clientId), secret))
    } catch (error) {
      await show(deps, ctx, form, getAnswerable(error))
    }
  },
})

async function show(deps: PageDeps, ctx: Context, form: ServerForm, error?: ProductError): Promise<void> {
  const described = describeServerForm({
    form,
    modules: await deps.catalogue.listServableModules(),
    back: { href: CATALOGUE, label: 'API catalogue' },
    title: 'Register a resource server',
    lead: 'An API that asks here what a token may do. You get its client secret, once, on the next page.',
    action: PATH,
    submit: 'Register',
    needsPassword: true,
  })
  showForm(deps, ctx, described, error)
}
