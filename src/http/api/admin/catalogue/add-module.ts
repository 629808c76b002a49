import { withoutUndefined } from '../../../../lib/index.ts'
import { moduleReply, newModule, toModuleReply } from '../../schemas/catalogue.ts'
import { adminOperation } from '../admin-operation.ts'
import { getModuleBy, MODULES_PATH } from './find-module.ts'

export const addModule = adminOperation('catalogue.change', {
  id: 'addModule',
  tag: 'Catalogue',
  method: 'post',
  path: MODULES_PATH,
  summary: 'Add a module or a bare scope',
  description:
    'People can choose its scopes from now on. A resource server has to serve it before it is told about them.',
  body: newModule,
  status: 201,
  reply: moduleReply,
  location: ({ name }: { name: string }) => `${MODULES_PATH}/${name}`,
  errors: ['module_invalid', 'module_taken'],
  async handle(services, { actor, body }) {
    const { name } = await services.catalogue.addModule(actor, withoutUndefined(body))
    return toModuleReply(await getModuleBy(services, name))
  },
})
