import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { scopesLost } from '../../../../scopes/index.ts'
import { moduleChanges, moduleReply, toModuleReply } from '../../schemas/catalogue.ts'
import { force } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'
import { getModuleBy, MODULE_PATH, moduleParams } from './find-module.ts'
import { getModule } from './get-module.ts'

export const changeModule = adminOperation('catalogue.change', {
  id: 'changeModule',
  tag: 'Catalogue',
  method: 'patch',
  path: MODULE_PATH,
  summary: 'Change a module',
  description:
    'Its name stays: it stands in tokens. Tokens lose the scopes of actions that are left out, from the next introspection on; ' +
    'where live ones would, nothing is changed without force.',
  params: moduleParams,
  query: z.strictObject({ force }),
  body: moduleChanges,
  status: 200,
  reply: moduleReply,
  current: getModule,
  errors: ['module_not_found', 'module_built_in', 'module_invalid', 'tokens_cut_off', 'precondition_failed'],
  async handle(services, { actor, params, query, body }) {
    const module = await getModuleBy(services, params.module)
    if (body.actions !== undefined)
      await services.tokens.checkLosses(scopesLost(module, body.actions), query.force)
    await services.catalogue.changeModule(actor, module.name, withoutUndefined(body))
    return toModuleReply(await getModuleBy(services, module.name))
  },
})
