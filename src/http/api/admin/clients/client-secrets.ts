import { z } from 'zod'
import type { ProblemCode } from '../../problems.ts'
import {
  clientParams,
  clientReply,
  clientSecret,
  secretRotation,
  toClientReply,
} from '../../schemas/client.ts'
import { adminOperation } from '../admin-operation.ts'
import { CLIENT_PATH, getApplication } from './find-client.ts'

export const rotateClientSecret = adminOperation('client.change', {
  id: 'rotateClientSecret',
  tag: 'Clients',
  method: 'post',
  path: `${CLIENT_PATH}/rotate-secret`,
  summary: 'Rotate a client’s secret',
  description:
    'The new secret is in this answer and never again. The one before stays good for the overlap, so that every instance can be moved.',
  params: clientParams,
  body: secretRotation,
  status: 201,
  reply: z.object({ client: clientReply, secret: clientSecret }),
  showsSecret: true,
  errors: ['client_not_found', 'client_has_no_secret'],
  async handle(services, { actor, params: { clientId }, body }) {
    const { id } = await getApplication(services, clientId)
    const { client, secret } = await services.clients.rotateSecret(actor, id, body)
    return { client: toClientReply(client, services.clock()), secret }
  },
})

const VERBS = {
  endPreviousSecret: {
    path: 'end-previous-secret',
    id: 'endPreviousClientSecret',
    summary: 'End a client’s previous secret',
    description:
      'Ends an overlap before its time: only the newest secret is good. Doing it twice is no error.',
    errors: ['client_has_no_secret'],
  },
  disable: {
    path: 'disable',
    id: 'disableClient',
    summary: 'Disable a client',
    description:
      'Nobody can sign in to it, and the access that people gave it stops, from the next request on. Disabling it twice is no error.',
    errors: [],
  },
  enable: {
    path: 'enable',
    id: 'enableClient',
    summary: 'Enable a client',
    description: 'With the secret that it had. Enabling it twice is no error.',
    errors: [],
  },
} as const satisfies Record<string, { readonly errors: readonly ProblemCode[] } & Record<string, unknown>>

const act = (verb: keyof typeof VERBS) => {
  const { path, errors, ...about } = VERBS[verb]
  return adminOperation('client.change', {
    ...about,
    tag: 'Clients',
    method: 'post',
    path: `${CLIENT_PATH}/${path}`,
    params: clientParams,
    status: 200,
    reply: clientReply,
    errors: ['client_not_found', ...errors],
    async handle(services, { actor, params: { clientId } }) {
      const { id } = await getApplication(services, clientId)
      return toClientReply(await services.clients[verb](actor, id), services.clock())
    },
  })
}

export const endPreviousClientSecret = act('endPreviousSecret')
export const disableClient = act('disable')
export const enableClient = act('enable')
