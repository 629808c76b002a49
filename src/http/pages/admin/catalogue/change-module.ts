import type { ListedModule } from '../../../../catalogue/index.ts'
import { type Scope, scopesLost } from '../../../../scopes/index.ts'
import { formBody } from '../../../body.ts'
import { PageNotFound } from '../../../errors.ts'
import { getAnswerable } from '../../answerable.ts'
import { textOf } from '../../form.ts'
import { type PageDeps, page, seeOther } from '../../page.ts'
import { countedLive } from '../accounts/account-view.ts'
import { type Confirmation, showConfirmation } from '../confirm.ts'
import { showForm } from '../form-page.ts'
import { CATALOGUE, moduleHref } from './hrefs.ts'
import { describeModuleForm, type ModuleForm, parseActions, readModuleForm, shapeOf } from './module-form.ts'

export async function getModule({ catalogue }: PageDeps, name: string): Promise<ListedModule> {
  const module = await catalogue.findModule(name)
  if (module === undefined) throw new PageNotFound()
  return module
}

const describe = (module: ListedModule, form: ModuleForm) =>
  describeModuleForm({ form: { ...form, name: module.name }, isNew: false, action: moduleHref(module.name) })

export const changeModulePage = page({
  method: 'get',
  path: `${CATALOGUE}/modules/:name`,
  for: 'catalogue.change',
  async handle(deps, ctx, { name = '' }) {
    const module = await getModule(deps, name)
    const { title, description, actions } = module
    showForm(deps, ctx, describe(module, { name, title, description, ...shapeOf(actions) }))
  },
})

/** Where live tokens lose something by it, it says how many, and asks once. */
export const changeModuleForm = page({
  method: 'post',
  path: `${CATALOGUE}/modules/:name`,
  for: 'catalogue.change',
  async handle(deps, ctx, { name = '' }) {
    const module = await getModule(deps, name)
    const fields = formBody(ctx)
    const form = readModuleForm(fields)
    try {
      const { title, description } = form
      const changes = { title, description, actions: parseActions(form) }
      const lost = scopesLost(module, changes.actions)
      const losers = lost.length === 0 ? 0 : await deps.tokens.countLiveWith({ scopes: lost })
      if (losers > 0 && textOf(fields, 'confirmed') !== 'yes') {
        return showConfirmation(deps, ctx, warn(module, form, lost, losers))
      }
      await deps.catalogue.changeModule(ctx.state.actor, module.name, changes)
      seeOther(ctx, `${CATALOGUE}?done=changed`)
    } catch (error) {
      showForm(deps, ctx, describe(module, form), getAnswerable(error))
    }
  },
})

const warn = (
  module: ListedModule,
  form: ModuleForm,
  lost: readonly Scope[],
  losers: number,
): Confirmation => ({
  console: 'catalogue',
  back: { href: moduleHref(module.name), label: module.title },
  verb: 'Take scopes away from',
  name: module.title,
  lead: `${countedLive(losers, 'live token loses', 'live tokens lose')} something by it, from the next introspection on.`,
  items: [
    ...lost.map((scope) => `${scope} is no longer granted to anything.`),
    'What those tokens can do besides stays. Add the actions again, and they have them again.',
  ],
  action: moduleHref(module.name),
  hidden: [
    { name: 'title', value: form.title },
    { name: 'description', value: form.description },
    { name: 'shape', value: form.shape },
    { name: 'actions', value: form.actions },
    { name: 'confirmed', value: 'yes' },
  ],
  submit: 'Take them away',
  cancel: 'Keep them',
  isDanger: true,
})
