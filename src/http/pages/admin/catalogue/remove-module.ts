import { scopesOf } from '../../../../scopes/index.ts'
import { page, seeOther } from '../../page.ts'
import { countedLive } from '../accounts/account-view.ts'
import { showConfirmation } from '../confirm.ts'
import { getModule } from './change-module.ts'
import { CATALOGUE, moduleHref } from './hrefs.ts'

/** Says what loses what, and asks once. */
export const removeModulePage = page({
  method: 'get',
  path: `${CATALOGUE}/modules/:name/remove`,
  for: 'catalogue.change',
  async handle(deps, ctx, { name = '' }) {
    const module = await getModule(deps, name)
    const losers = await deps.tokens.countLiveWith({ scopes: scopesOf(module) })
    showConfirmation(deps, ctx, {
      console: 'catalogue',
      back: { href: moduleHref(module.name), label: module.title },
      verb: 'Remove',
      name: module.title,
      lead:
        losers === 0
          ? 'No live token has a scope of it.'
          : `${countedLive(losers, 'live token loses', 'live tokens lose')} something by it, from the next introspection on.`,
      items: [
        `Nobody can grant ${new Intl.ListFormat('en').format(scopesOf(module))} any more.`,
        ...module.resourceServers.map((server) => `${server} no longer serves it.`),
      ],
      action: `${moduleHref(module.name)}/remove`,
      submit: 'Remove',
      cancel: 'Keep it',
      isDanger: true,
    })
  },
})

export const removeModuleForm = page({
  method: 'post',
  path: `${CATALOGUE}/modules/:name/remove`,
  for: 'catalogue.change',
  async handle(deps, ctx, { name = '' }) {
    const module = await getModule(deps, name)
    await deps.catalogue.removeModule(ctx.state.actor, module.name)
    seeOther(ctx, `${CATALOGUE}?done=removed`)
  },
})
