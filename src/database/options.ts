import type { DataSourceOptions, EntitySchema } from 'typeorm'
import { migrations } from '../../migrations/index.ts'

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
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    synchronize: false,
    poolSize: settings.poolSize ?? 2,
    // A database that does not answer is a 503 within two seconds, not a request that hangs.
    connectTimeoutMS: 2_000,
    applicationName: 'patmint',
    extra: { query_timeout: 10_000, keepAlive: true },
  }
}
