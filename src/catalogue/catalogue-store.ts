import type { Executor } from '../database/index.ts'
import type { Module } from '../scopes/index.ts'
import { type ModuleRow, moduleEntity, servedModuleEntity } from './catalogue-entities.ts'
import type { ListedModule, ResourceServer } from './resource-server.ts'

export function catalogueStore(tx: Executor) {
  const modules = tx.getRepository(moduleEntity)
  return {
    insertModule: async (row: ModuleRow): Promise<void> => void (await modules.insert(row)),

    hasModules: async (): Promise<boolean> => (await modules.count()) > 0,

    listModules: (): Promise<ListedModule[]> =>
      tx.query(
        `select m.name, m.title, m.description, m.actions,
                coalesce(array_agg(c.name order by c.name) filter (where c.id is not null), '{}') as "resourceServers"
           from module m
           left join resource_server_module s on s.module_name = m.name
           left join oauth_client c on c.id = s.client_id and c.disabled_at is null
          group by m.name
          order by m.title, m.name`,
      ),

    serveModules: async (clientId: string, names: readonly string[]): Promise<void> =>
      void (await tx
        .getRepository(servedModuleEntity)
        .insert(names.map((moduleName) => ({ clientId, moduleName })))),

    async findResourceServers(by: { clientId?: string; audience?: string }): Promise<ResourceServer[]> {
      const rows: ServerRow[] = await tx.query(SERVERS, [by.clientId ?? null, by.audience ?? null])
      return rows.map(({ modules: served, ...server }) => ({ ...server, modules: served ?? [] }))
    },
  }
}

type ServerRow = Omit<ResourceServer, 'modules'> & { modules: Module[] | null }

const SERVERS = `
  select c.id as "clientId", c.name, c.audience, c.disabled_at as "disabledAt",
         (select json_agg(json_build_object('name', m.name, 'title', m.title, 'description', m.description, 'actions', m.actions)
                          order by m.title, m.name)
            from resource_server_module s join module m on m.name = s.module_name
           where s.client_id = c.id) as modules
    from oauth_client c
   where c.kind = 'resource_server' and ($1::text is null or c.id = $1) and ($2::text is null or c.audience = $2)
   order by c.created_at, c.id`
