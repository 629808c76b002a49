import type { ResourceServer } from '../../../../catalogue/index.ts'
import type { ProductError } from '../../../../lib/index.ts'
import { formBody } from '../../../body.ts'
import type { Context } from '../../../context.ts'
import { getAnswerable } from '../../answerable.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { showForm } from '../form-page.ts'
import { SERVERS, serverHref } from './hrefs.ts'
import { getServer } from './server.ts'
import { describeServerForm, readServerForm, type ServerForm } from './server-form.ts'

export const changeServerPage = page({
  method: 'get',
  path: `${SERVERS}/:id/change`,
  for: 'catalogue.change',
  async handle(deps, ctx, { id = '' }) {
    const server = await getServer(deps, id)
    const { name, audience, modules } = server
    await show(deps, ctx, server, { name, audience, modules: modules.map((module) => module.name) })
  },
})

export const changeServerForm = page({
  method: 'post',
  path: `${SERVERS}/:id/change`,
  for: 'catalogue.change',
  async handle(deps, ctx, { id = '' }) {
    const server = await getServer(deps, id)
    const form = readServerForm(formBody(ctx))
    try {
      await deps.catalogue.changeResourceServer(ctx.state.actor, server.clientId, form)
      seeOther(ctx, `${serverHref(server.clientId)}?done=changed`)
    } catch (error) {
      await show(deps, ctx, server, form, getAnswerable(error))
    }
  },
})

async function show(
  deps: PageDeps,
  ctx: Context,
  server: ResourceServer,
  form: ServerForm,
  error?: ProductError,
): Promise<void> {
  const described = describeServerForm({
    form,
    modules: await deps.catalogue.listServableModules(),
    back: { href: serverHref(server.clientId), label: server.name },
    title: `Change ${server.name}`,
    lead: 'It holds from the next introspection on: with other modules, tokens that open none of them are inactive there.',
    action: `${serverHref(server.clientId)}/change`,
    submit: 'Save',
  })
  showForm(deps, ctx, described, error)
}
