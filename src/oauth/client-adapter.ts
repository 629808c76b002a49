import type { Adapter } from 'oidc-provider'
import { INTERNAL_CLIENT_ID } from '../clients/index.ts'
import { INTERNAL_METADATA, toMetadata } from './client-metadata.ts'
import type { EngineDeps } from './deps.ts'

const readOnly = async (): Promise<never> => {
  throw new Error('clients are changed in the clients room, never by the engine')
}

/** Clients are read on every request: switching one off, or the end of a secret, holds on the very next call. */
export function clientAdapter({ clients, clock }: Pick<EngineDeps, 'clients' | 'clock'>): Adapter {
  return {
    async find(id) {
      if (id === INTERNAL_CLIENT_ID) return INTERNAL_METADATA
      const client = await clients.find(id)
      return client === undefined || client.disabledAt !== null ? undefined : toMetadata(client, clock())
    },
    upsert: readOnly,
    destroy: readOnly,
    consume: readOnly,
    findByUid: readOnly,
    findByUserCode: readOnly,
    revokeByGrantId: readOnly,
  }
}
