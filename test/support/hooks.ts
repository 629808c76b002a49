import { openTestCluster } from './database.ts'
import { closeForgottenServers } from './server.ts'

let closeCluster: () => Promise<void> = async () => {}

/** Once a run, before any test file is loaded. */
export async function mochaGlobalSetup(): Promise<void> {
  closeCluster = await openTestCluster()
}

export async function mochaGlobalTeardown(): Promise<void> {
  await closeCluster()
}

/** In each process that runs tests. */
export const mochaHooks = {
  afterAll: closeForgottenServers,
}
