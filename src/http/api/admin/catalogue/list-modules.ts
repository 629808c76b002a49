import { z } from 'zod'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import { moduleReply, toModuleReply } from '../../schemas/catalogue.ts'
import { adminOperation } from '../admin-operation.ts'
import { MODULES_PATH } from './find-module.ts'

export const listModules = adminOperation('console.see', {
  id: 'listModules',
  tag: 'Catalogue',
  method: 'get',
  path: MODULES_PATH,
  summary: 'List modules',
  description: 'All parts of APIs that tokens can be granted for, by name; Patmint’s own is among them.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(moduleReply),
  handle: async ({ catalogue }, { query }) =>
    pageThrough((await catalogue.listModules()).map(toModuleReply), ({ name }) => name, query),
})
