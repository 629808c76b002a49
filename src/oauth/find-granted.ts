import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider'
import { SECOND } from '../lib/index.ts'
import type { EngineDeps } from './deps.ts'

/**
 * What was issued under a grant. oidc-provider revokes nothing that has expired by this clock, and by another node's it may live
 * (W8): what its own client revokes is gone for all of them. The grant stays, as it does where that is true.
 */
export async function findGranted(
  { clock }: Pick<EngineDeps, 'clock'>,
  adapter: Adapter,
  id: string,
): Promise<AdapterPayload | undefined> {
  const found = (await adapter.find(id)) || undefined
  const { route, client } = Provider.ctx?.oidc ?? {}
  if (found?.exp === undefined || route !== 'revocation' || found.clientId !== client?.clientId) return found
  if (found.exp * SECOND <= clock().getTime()) await adapter.destroy(id)
  return found
}
