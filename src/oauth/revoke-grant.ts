import Provider from 'oidc-provider'
import { record } from '../audit/index.ts'
import { isId } from '../lib/index.ts'
import { actorOf } from './actor.ts'
import type { EngineDeps } from './deps.ts'
import { deleteGrant } from './oauth-model-store.ts'

/**
 * Ends a grant: every code and token that was issued under it goes with it, and what a request in flight still writes is
 * dead at birth, because a token without its grant is inactive. However many notice a reuse at once, one event is
 * recorded.
 */
export async function revokeGrant(
  { database, clock }: Pick<EngineDeps, 'database' | 'clock'>,
  grantId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const grant = await deleteGrant(tx, grantId)
    if (grant === undefined) return
    const { accountId, clientId } = grant
    await record(tx, clock(), {
      name: 'grant.revoked',
      by: actorOf(Provider.ctx),
      ...(accountId !== undefined && isId(accountId) ? { accountId } : {}),
      ...(clientId === undefined ? {} : { clientId }),
    })
  })
}
