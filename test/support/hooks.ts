import { closeTestCluster } from './database.ts'
import { closeForgottenServers } from './server.ts'

export const mochaHooks = {
  async afterAll(this: Mocha.Context) {
    this.timeout(60_000)
    await closeForgottenServers()
    await closeTestCluster()
  },
}
