import { unseal } from '../lib/index.ts'
import { signingKeyStore } from './signing-key-store.ts'
import { PURPOSE, type SigningKeyDeps } from './signing-keys.ts'

export type InspectedKey = {
  readonly kid: string
  readonly alg: string
  readonly createdAt: Date
  /** Which secret opens it: the current one, one that is being retired, or none. */
  readonly opens: 'current' | 'retired' | 'never'
}

/** The signing keys as they lie in the database. Makes none, and seals none anew: see `loadSigningKeys`. */
export async function inspectSigningKeys({
  database,
  keys,
}: Omit<SigningKeyDeps, 'clock'>): Promise<InspectedKey[]> {
  const rows = await signingKeyStore(database.manager).list()
  return await Promise.all(
    rows.map(async ({ kid, alg, createdAt, sealed }) => {
      const isCurrent = (await unseal(keys.seal.slice(0, 1), PURPOSE, sealed)) !== undefined
      const isRetired = !isCurrent && (await unseal(keys.seal, PURPOSE, sealed)) !== undefined
      return { kid, alg, createdAt, opens: isCurrent ? 'current' : isRetired ? 'retired' : 'never' }
    }),
  )
}
