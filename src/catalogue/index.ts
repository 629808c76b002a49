export { type Catalogue, createCatalogue } from './catalogue.ts'
export { moduleEntity, servedModuleEntity } from './catalogue-entities.ts'
export type { ListedModule, ResourceServer } from './resource-server.ts'
