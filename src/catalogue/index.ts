export { type Catalogue, createCatalogue } from './catalogue.ts'
export { moduleEntity, servedModuleEntity } from './catalogue-entities.ts'
export { ModuleNotFound } from './errors.ts'
export { type ListedModule, type ResourceServer, scopesDropped } from './resource-server.ts'
