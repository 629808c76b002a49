import { z } from 'zod'
import { scopesOf } from '../../../../scopes/index.ts'
import { force } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { getModuleBy, MODULE_PATH, moduleParams } from './find-module.ts'

export const removeModule = adminOperation('catalogue.change', {
  id: 'removeModule',
  tag: 'Catalogue',
  method: 'delete',
  path: MODULE_PATH,
  summary: 'Remove a module',
  description:
    'Its scopes are gone from the next introspection on, and resource servers serve it no more. Where live tokens would lose ' +
    'something by it, nothing is changed without force.',
  params: moduleParams,
  query: z.strictObject({ force }),
  status: 204,
  reply: z.undefined(),
  errors: ['module_not_found', 'module_built_in', 'tokens_cut_off'],
  async handle(services, { actor, params, query }) {
    const module = await getModuleBy(services, params.module)
    await services.tokens.checkLosses(scopesOf(module), query.force)
    await services.catalogue.removeModule(actor, module.name)
  },
})
