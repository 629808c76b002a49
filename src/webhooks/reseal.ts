import type { WebhookDeps } from './deps.ts'
import { endpointStore } from './endpoint-store.ts'
import { resealSecret } from './signing.ts'

/** Secrets that a retired master secret sealed are sealed with the current one, so that it can be dropped one day. */
export async function resealWebhookSecrets({
  database,
  sealKeys,
}: Pick<WebhookDeps, 'database' | 'sealKeys'>): Promise<void> {
  for (const { id } of await endpointStore(database.manager).listRows()) {
    await database.transaction(async (tx) => {
      const store = endpointStore(tx)
      const row = await store.lock(id)
      if (row === undefined) return
      const secret = await resealSecret(sealKeys, row.secret)
      const previousSecret =
        row.previousSecret === null ? undefined : await resealSecret(sealKeys, row.previousSecret)
      const changes = {
        ...(secret === undefined ? {} : { secret }),
        ...(previousSecret === undefined ? {} : { previousSecret }),
      }
      if (Object.keys(changes).length > 0) await store.update(id, changes)
    })
  }
}
