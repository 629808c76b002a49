import { moduleReply, moduleVersion, toModuleReply } from '../../schemas/catalogue.ts'
import { adminOperation } from '../admin-operation.ts'
import { getModuleBy, MODULE_PATH, moduleParams } from './find-module.ts'

export const getModule = adminOperation('console.see', {
  id: 'getModule',
  tag: 'Catalogue',
  method: 'get',
  path: MODULE_PATH,
  summary: 'Get a module',
  description: 'Its ETag stands for all but who serves it, and goes into If-Match where it is changed.',
  params: moduleParams,
  status: 200,
  reply: moduleReply,
  version: moduleVersion,
  errors: ['module_not_found'],
  handle: async (services, { params: { module } }) => toModuleReply(await getModuleBy(services, module)),
})
