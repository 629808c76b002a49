import { Not } from 'typeorm'
import { isClientId } from '../clients/index.ts'
import type { Executor } from '../database/index.ts'
import { isModuleName, type Module, OWN_MODULE } from '../scopes/index.ts'
import { type ModuleRow, moduleEntity, servedModuleEntity } from './catalogue-entities.ts'
import type { ListedModule, ResourceServer } from './resource-server.ts'

export function catalogueStore(tx: Executor) {
  const modules = tx.getRepository(moduleEntity)
  return {
    insertModule: async (row: ModuleRow): Promise<void> => void (await modules.insert(row)),

    hasModules: async (): Promise<boolean> => (await modules.countBy({ name: Not(OWN_MODULE.name) })) > 0,

    /** False where it is there already. */
    async insertModuleIfAbsent(row: ModuleRow): Promise<boolean> {
      const query = modules.createQueryBuilder().insert().values(row).orIgnore().returning('name')
      const { raw } = await query.execute()
      return (raw as unknown[]).length > 0
    },

    ensureServed: async (clientId: string, moduleName: string): Promise<void> =>
      void (await tx
        .createQueryBuilder()
        .insert()
        .into(servedModuleEntity)
        .values({ clientId, moduleName })
        .orIgnore()
        .execute()),

    findModules: (by: { name?: string }): Promise<ListedModule[]> => tx.query(MODULES, [by.name ?? null]),

    /** Whoever else wants to change it waits until this transaction is over. */
    async lockModule(name: string): Promise<Module | undefined> {
      if (!isModuleName(name)) return undefined
      const row = await modules.findOne({ where: { name }, lock: { mode: 'pessimistic_write' } })
      if (row === null) return undefined
      const { title, description, actions } = row
      return { name, title, description, actions }
    },

    /** Nobody can remove one of them until this transaction is over. */
    async lockModuleNames(): Promise<string[]> {
      const rows: { name: string }[] = await tx.query(
        `select name from module where name <> '${OWN_MODULE.name}' order by title, name for key share`,
      )
      return rows.map(({ name }) => name)
    },

    updateModule: async ({ name, ...changes }: Module): Promise<void> =>
      void (await modules.update({ name }, { ...changes, actions: [...changes.actions] })),

    deleteModule: async (name: string): Promise<void> => void (await modules.delete({ name })),

    /** Their names, switched off or not. */
    async findServersOf(moduleName: string): Promise<string[]> {
      const rows: { name: string }[] = await tx.query(
        `select c.name from resource_server_module s join oauth_client c on c.id = s.client_id
          where s.module_name = $1 order by c.name`,
        [moduleName],
      )
      return rows.map(({ name }) => name)
    },

    async replaceServedModules(clientId: string, names: readonly string[]): Promise<void> {
      const served = tx.getRepository(servedModuleEntity)
      await served.delete({ clientId })
      await served.insert(names.map((moduleName) => ({ clientId, moduleName })))
    },

    async findResourceServers(by: { clientId?: string; audience?: string }): Promise<ResourceServer[]> {
      if (by.clientId !== undefined && !isClientId(by.clientId)) return []
      const rows: ServerRow[] = await tx.query(SERVERS, [by.clientId ?? null, by.audience ?? null])
      return rows.map(({ modules: served, ...server }) => ({ ...server, modules: served ?? [] }))
    },
  }
}

const MODULES = `
  select m.name, m.title, m.description, m.actions,
         coalesce(array_agg(c.name order by c.name) filter (where c.id is not null), '{}') as "resourceServers"
    from module m
    left join resource_server_module s on s.module_name = m.name
    left join oauth_client c on c.id = s.client_id and c.disabled_at is null
   where $1::text is null or m.name = $1
   group by m.name
   order by m.name = '${OWN_MODULE.name}', m.title, m.name`

type ServerRow = Omit<ResourceServer, 'modules'> & { modules: Module[] | null }

const SERVERS = `
  select c.id as "clientId", c.name, c.audience, c.created_at as "createdAt", c.disabled_at as "disabledAt",
         c.previous_secret_ends_at as "previousSecretEndsAt",
         (select json_agg(json_build_object('name', m.name, 'title', m.title, 'description', m.description, 'actions', m.actions)
                          order by m.title, m.name)
            from resource_server_module s join module m on m.name = s.module_name
           where s.client_id = c.id) as modules
    from oauth_client c
   where c.kind = 'resource_server' and ($1::text is null or c.id = $1) and ($2::text is null or c.audience = $2)
   order by c.created_at, c.id`
