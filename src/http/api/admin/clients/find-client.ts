import type { Services } from '../../../../assemble.ts'
import { type Client, ClientNotFound } from '../../../../clients/index.ts'

export const CLIENTS_PATH = '/api/v1/admin/clients'
export const CLIENT_PATH = `${CLIENTS_PATH}/{clientId}`

/** An application: resource servers, and Patmint's own client, are not there. @throws {ClientNotFound} */
export async function getApplication(
  { clients }: Pick<Services, 'clients'>,
  clientId: string,
): Promise<Client> {
  const client = await clients.findApplication(clientId)
  if (client === undefined) throw new ClientNotFound(clientId)
  return client
}
