import { formBody } from '../../../body.ts'
import { getAnswerable } from '../../answerable.ts'
import { page, queryText, seeOther } from '../../page.ts'
import { showForm } from '../form-page.ts'
import { CATALOGUE } from './hrefs.ts'
import {
  describeModuleForm,
  EMPTY_MODULE,
  type ModuleForm,
  parseActions,
  readModuleForm,
} from './module-form.ts'

const describe = (form: ModuleForm) =>
  describeModuleForm({ form, isNew: true, action: `${CATALOGUE}/new-module` })

export const addModulePage = page({
  method: 'get',
  path: `${CATALOGUE}/new-module`,
  for: 'catalogue.change',
  async handle(deps, ctx) {
    const shape = queryText(ctx, 'shape') === 'bare' ? 'bare' : EMPTY_MODULE.shape
    showForm(deps, ctx, describe({ ...EMPTY_MODULE, shape }))
  },
})

export const addModuleForm = page({
  method: 'post',
  path: `${CATALOGUE}/new-module`,
  for: 'catalogue.change',
  async handle(deps, ctx) {
    const form = readModuleForm(formBody(ctx))
    const { name, title, description } = form
    try {
      await deps.catalogue.addModule(ctx.state.actor, {
        name,
        description,
        actions: parseActions(form),
        ...(title.trim() === '' ? {} : { title }),
      })
      seeOther(ctx, `${CATALOGUE}?done=added`)
    } catch (error) {
      showForm(deps, ctx, describe(form), getAnswerable(error))
    }
  },
})
