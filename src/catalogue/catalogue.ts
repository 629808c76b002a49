import type { Actor } from '../audit/index.ts'
import { addModule, type CatalogueDeps, type NewModule } from './add-module.ts'
import { catalogueStore } from './catalogue-store.ts'
import { createResourceServer, type NewResourceServer } from './create-resource-server.ts'
import { ensureExamples } from './ensure-examples.ts'

/** The room's verbs with their dependencies filled in. */
export function createCatalogue(deps: CatalogueDeps) {
  const store = catalogueStore(deps.database.manager)
  return {
    listModules: () => store.listModules(),
    addModule: (by: Actor, given: NewModule) => addModule(deps, by, given),
    ensureExamples: (by: Actor) => ensureExamples(deps, by),
    createResourceServer: (by: Actor, given: NewResourceServer) => createResourceServer(deps, by, given),
    listResourceServers: () => store.findResourceServers({}),
    findResourceServer: async (clientId: string) => (await store.findResourceServers({ clientId }))[0],
    findResourceServerByAudience: async (audience: string) =>
      (await store.findResourceServers({ audience }))[0],
  }
}

export type Catalogue = ReturnType<typeof createCatalogue>
