import type { Actor } from '../audit/index.ts'
import { type ApplicationChanges, changeApplication } from './change.ts'
import { type Client, INTERNAL_CLIENT_ID } from './client.ts'
import { clientStore } from './client-store.ts'
import { endPreviousSecret } from './end-previous-secret.ts'
import { ensureInternalClient } from './internal-client.ts'
import { type ClientDeps, createApplication, type NewApplication } from './register.ts'
import { type Overlap, rotateSecret } from './rotate-secret.ts'
import { switchClient } from './switch.ts'

/** The room's verbs with their dependencies filled in. */
export function createClients(deps: ClientDeps) {
  const store = clientStore(deps.database.manager)
  return {
    ensureInternal: (by: Actor) => ensureInternalClient(deps, by),
    createApplication: (by: Actor, given: NewApplication) => createApplication(deps, by, given),
    changeApplication: (by: Actor, id: string, given: ApplicationChanges) =>
      changeApplication(deps, by, id, given),
    rotateSecret: (by: Actor, id: string, given: { overlap: Overlap }) => rotateSecret(deps, by, id, given),
    endPreviousSecret: (by: Actor, id: string) => endPreviousSecret(deps, by, id),
    find: (id: string) => store.find(id),
    list: () => store.list(),
    /** Resource servers are in the catalogue, and Patmint’s own client is a switch. */
    listApplications: async () => (await store.list()).filter(isApplication),
    async findApplication(id: string): Promise<Client | undefined> {
      const client = await store.find(id)
      return client !== undefined && isApplication(client) ? client : undefined
    },
    disable: (by: Actor, id: string) => switchClient(deps, by, id, 'off'),
    enable: (by: Actor, id: string) => switchClient(deps, by, id, 'on'),
    /** False while the internal client is switched off, or was never made. */
    isMintingOn: () => store.isOn(INTERNAL_CLIENT_ID),
  }
}

const isApplication = ({ kind }: Client): boolean => kind === 'application'

export type Clients = ReturnType<typeof createClients>
