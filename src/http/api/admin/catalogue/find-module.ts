import { z } from 'zod'
import type { Services } from '../../../../assemble.ts'
import { type ListedModule, ModuleNotFound } from '../../../../catalogue/index.ts'

export const MODULES_PATH = '/api/v1/admin/modules'
export const MODULE_PATH = `${MODULES_PATH}/{module}`

export const moduleParams = z.strictObject({
  module: z.string().meta({ description: 'Its name.', examples: ['tracker'] }),
})

/** @throws {ModuleNotFound} also for what is no name */
export async function getModuleBy(
  { catalogue }: Pick<Services, 'catalogue'>,
  name: string,
): Promise<ListedModule> {
  const module = await catalogue.findModule(name)
  if (module === undefined) throw new ModuleNotFound(name)
  return module
}
