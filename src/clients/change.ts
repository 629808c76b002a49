import { type Actor, record } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import { findChanges } from '../lib/index.ts'
import type { Client } from './client.ts'
import { clientStore } from './client-store.ts'
import { ClientNotFound, NotAnApplication } from './errors.ts'
import { grantTypesFor, parseClientName, parseRedirectUri } from './parse.ts'
import type { ClientDeps } from './register.ts'

/** What is left out stays as it is. */
export type ApplicationChanges = {
  readonly name?: string
  readonly redirectUris?: readonly string[]
  readonly firstParty?: boolean
}

/**
 * Changes an application; it holds on the very next call. Whether it is public is settled for good when it is
 * registered: an app that could not keep a secret cannot keep one now.
 * @throws {ClientNotFound | NotAnApplication | InvalidClientName | InvalidRedirectUri}
 */
export async function changeApplication(
  { database, clock }: ClientDeps,
  by: Actor,
  id: string,
  given: ApplicationChanges,
): Promise<Client> {
  const { name, firstParty } = given
  const redirectUris = given.redirectUris?.map(parseRedirectUri)
  return await database.transaction(async (tx) => {
    const { before, after } = await updateClient(tx, id, {
      ...(name === undefined ? {} : { name }),
      ...(firstParty === undefined ? {} : { firstParty }),
      ...(redirectUris === undefined ? {} : { redirectUris, grantTypes: grantTypesFor(redirectUris) }),
    })
    if (before.kind !== 'application') throw new NotAnApplication(id)
    const data = findChanges(show(before), show(after))
    if (data !== undefined) await record(tx, clock(), { name: 'client.changed', by, clientId: id, data })
    return after
  })
}

const show = ({ name, redirectUris, firstParty }: Client) => ({ name, redirectUris, firstParty })

/**
 * In the transaction of a verb that records what it has changed. The client is locked until that is over.
 * @throws {ClientNotFound | InvalidClientName}
 */
export async function updateClient(
  tx: Executor,
  id: string,
  given: Partial<Pick<Client, 'name' | 'redirectUris' | 'grantTypes' | 'firstParty' | 'audience'>>,
): Promise<{ before: Client; after: Client }> {
  const store = clientStore(tx)
  const before = await store.lock(id)
  if (before === undefined) throw new ClientNotFound(id)
  const after = { ...before, ...given, name: parseClientName(given.name ?? before.name) }
  await store.update(id, { ...given, name: after.name })
  return { before, after }
}
