import type { Actor } from '../audit/index.ts'
import { isModuleName, OWN_MODULE } from '../scopes/index.ts'
import { addModule, type CatalogueDeps, type NewModule } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { changeModule, type ModuleChanges } from './change-module.ts'
import { changeResourceServer, type ResourceServerChanges } from './change-resource-server.ts'
import { createResourceServer, type NewResourceServer } from './create-resource-server.ts'
import { ensureExamples } from './ensure-examples.ts'
import { ensureOwnModule } from './ensure-own-module.ts'
import { getResourceServer } from './get-resource-server.ts'
import { removeModule } from './remove-module.ts'

/** The room's verbs with their dependencies filled in. */
export function createCatalogue(deps: CatalogueDeps) {
  const store = catalogueStore(deps.database.manager)
  return {
    listModules: () => store.findModules({}),
    /** Those that a resource server can serve: all but Patmint's own. */
    listServableModules: async () =>
      (await store.findModules({})).filter(({ name }) => name !== OWN_MODULE.name),
    addModule: (by: Actor, given: NewModule) => addModule(deps, by, given),
    changeModule: (by: Actor, name: string, given: ModuleChanges) => changeModule(deps, by, name, given),
    removeModule: (by: Actor, name: string) => removeModule(deps, by, name),
    findModule: async (name: string) =>
      isModuleName(name) ? (await store.findModules({ name }))[0] : undefined,
    ensureOwnModule: (by: Actor) => ensureOwnModule(deps, by),
    ensureExamples: (by: Actor) => ensureExamples(deps, by),
    createResourceServer: (by: Actor, given: NewResourceServer) => createResourceServer(deps, by, given),
    changeResourceServer: (by: Actor, clientId: string, given: ResourceServerChanges) =>
      changeResourceServer(deps, by, clientId, given),
    listResourceServers: () => store.findResourceServers({}),
    findResourceServer: async (clientId: string) => (await store.findResourceServers({ clientId }))[0],
    getResourceServer: (clientId: string) => getResourceServer(deps.database.manager, clientId),
    findResourceServerByAudience: async (audience: string) =>
      (await store.findResourceServers({ audience }))[0],
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>
