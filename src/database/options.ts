import type { DataSourceOptions, EntitySchema } from 'typeorm'
import { migrations } from '../../migrations/index.ts'
import { withBriefLocks } from './brief-locks.ts'
import { requirePrimary } from './primary.ts'

/** As they stand in the table of those that have run. */
export const MIGRATION_NAMES: readonly string[] = migrations.map(({ name }) => name)

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>

/** What the server, the tests and the TypeORM command line connect with. */
export function dataSourceOptions(settings: {
  url: string
  // biome-ignore lint/suspicious/noExplicitAny: TypeORM's own type of a list of schemas of different rows
  entities: EntitySchema<any>[]
  poolSize?: number
}): PostgresOptions {
  return {
    type: 'postgres',
    url: settings.url,
    entities: settings.entities,
    migrations: migrations.map(withBriefLocks),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize: settings.poolSize ?? 2,
    // A connection that does not come about makes room for another try soon after the database is back.
    connectTimeoutMS: 1_500,
    applicationName: 'patmint',
    // For the first connection alone, which nobody watches yet: see `patience.ts`.
    extra: { query_timeout: 60_000, keepAlive: true, onConnect: requirePrimary },
  }
}
