import { z } from 'zod'
import { resourceServerReply, toResourceServerReply } from '../../schemas/catalogue.ts'
import { clientParams, clientSecret, secretRotation } from '../../schemas/client.ts'
import { adminOperation } from '../admin-operation.ts'
import { RESOURCE_SERVER_PATH } from './resource-servers.ts'

// Each begins with getResourceServer: an application, or Patmint's own client, is not touched here by mistake.

export const rotateResourceServerSecret = adminOperation('catalogue.change', {
  id: 'rotateResourceServerSecret',
  tag: 'Catalogue',
  method: 'post',
  path: `${RESOURCE_SERVER_PATH}/rotate-secret`,
  summary: 'Rotate a resource server’s secret',
  description:
    'The new secret is in this answer and never again. The one before stays good for the overlap, so that every instance can be moved.',
  params: clientParams,
  body: secretRotation,
  status: 201,
  reply: z.object({ resourceServer: resourceServerReply, secret: clientSecret }),
  showsSecret: true,
  errors: ['resource_server_not_found'],
  async handle({ catalogue, clients, clock }, { actor, params: { clientId }, body }) {
    await catalogue.getResourceServer(clientId)
    const { secret } = await clients.rotateSecret(actor, clientId, body)
    const resourceServer = toResourceServerReply(await catalogue.getResourceServer(clientId), clock())
    return { resourceServer, secret }
  },
})

const VERBS = {
  endPreviousSecret: {
    path: 'end-previous-secret',
    id: 'endPreviousResourceServerSecret',
    summary: 'End a resource server’s previous secret',
    description:
      'Ends an overlap before its time: only the newest secret is good. Doing it twice is no error.',
  },
  disable: {
    path: 'disable',
    id: 'disableResourceServer',
    summary: 'Disable a resource server',
    description: 'Introspection is refused to it from the next request on. Disabling it twice is no error.',
  },
  enable: {
    path: 'enable',
    id: 'enableResourceServer',
    summary: 'Enable a resource server',
    description: 'With the secret that it had. Enabling it twice is no error.',
  },
} as const

const act = (verb: keyof typeof VERBS) => {
  const { path, ...about } = VERBS[verb]
  return adminOperation('catalogue.change', {
    ...about,
    tag: 'Catalogue',
    method: 'post',
    path: `${RESOURCE_SERVER_PATH}/${path}`,
    params: clientParams,
    status: 200,
    reply: resourceServerReply,
    errors: ['resource_server_not_found'],
    async handle({ catalogue, clients, clock }, { actor, params: { clientId } }) {
      await catalogue.getResourceServer(clientId)
      await clients[verb](actor, clientId)
      return toResourceServerReply(await catalogue.getResourceServer(clientId), clock())
    },
  })
}

export const endPreviousResourceServerSecret = act('endPreviousSecret')
export const disableResourceServer = act('disable')
export const enableResourceServer = act('enable')
