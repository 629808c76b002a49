import { DataSource } from 'typeorm'
import { loadConfigFromProcess } from './src/config/index.ts'
import { dataSourceOptions, openEmbedded } from './src/database/index.ts'
import { entities } from './src/entities.ts'

/** For the TypeORM command line: `npm run typeorm -- migration:show`. The same database and schema as the server's. */
const { databaseUrl, dataDir } = loadConfigFromProcess()
const embedded = databaseUrl === undefined ? await openEmbedded({ dataDir }) : undefined

const source = new DataSource(dataSourceOptions({ url: databaseUrl ?? embedded?.url ?? '', entities }))

// The command line destroys the data source when it is done; the embedded database ends with it.
const destroy = source.destroy.bind(source)
source.destroy = async () => {
  await destroy()
  await embedded?.close()
}

export default source
