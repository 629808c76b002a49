import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import {
  clientParams,
  clientReply,
  clientSecret,
  toClientReply,
  withoutOverlap,
} from '../../schemas/client.ts'
import { adminOperation } from '../admin-operation.ts'
import { CLIENT_PATH, CLIENTS_PATH, getApplication } from './find-client.ts'

const fields = {
  name: z.string().meta({ description: '1 to 100 characters. People see it.', examples: ['Wiki'] }),
  redirectUris: z.array(z.string()).meta({
    description: 'To the letter; http:// is for 127.0.0.1 and [::1] only.',
    examples: [['https://wiki.example.com/callback']],
  }),
  firstParty: z.boolean().meta({
    description: 'Ours: nobody is asked for consent, and it may revoke people’s tokens.',
  }),
}

const newClient = z
  .strictObject({
    ...fields,
    redirectUris: fields.redirectUris.default([]),
    firstParty: fields.firstParty.default(false),
    isPublic: z.boolean().default(false).meta({
      description: 'On people’s devices, where no secret is kept. It cannot be changed later.',
    }),
  })
  .meta({ id: 'NewClient' })

export const listClients = adminOperation('console.see', {
  id: 'listClients',
  tag: 'Clients',
  method: 'get',
  path: CLIENTS_PATH,
  summary: 'List clients',
  description:
    'The applications that people sign in to with their account here, in the order in which they were registered. Resource ' +
    'servers are in the catalogue.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(clientReply),
  async handle({ clients, clock }, { query }) {
    const [applications, now] = [await clients.listApplications(), clock()]
    const listed = applications.map((client) => toClientReply(client, now))
    return pageThrough(listed, ({ createdAt, clientId }) => `${createdAt} ${clientId}`, query)
  },
})

export const getClient = adminOperation('console.see', {
  id: 'getClient',
  tag: 'Clients',
  method: 'get',
  path: CLIENT_PATH,
  summary: 'Get a client',
  description: 'Its ETag goes into If-Match where it is changed.',
  params: clientParams,
  status: 200,
  reply: clientReply,
  version: withoutOverlap,
  errors: ['client_not_found'],
  handle: async (services, { params: { clientId } }) =>
    toClientReply(await getApplication(services, clientId), services.clock()),
})

export const registerClient = adminOperation('client.change', {
  id: 'registerClient',
  tag: 'Clients',
  method: 'post',
  path: CLIENTS_PATH,
  summary: 'Register a client',
  description: 'Its secret, where it has one, is in this answer and never again.',
  body: newClient,
  status: 201,
  reply: z.object({
    client: clientReply,
    secret: clientSecret.nullable().meta({ description: 'null: a public client has none.' }),
  }),
  showsSecret: true,
  location: ({ client }: { client: { clientId: string } }) => `${CLIENTS_PATH}/${client.clientId}`,
  errors: ['client_name_invalid', 'redirect_uri_invalid'],
  async handle({ clients, clock }, { actor, body }) {
    const { client, secret = null } = await clients.createApplication(actor, body)
    return { client: toClientReply(client, clock()), secret }
  },
})

export const changeClient = adminOperation('client.change', {
  id: 'changeClient',
  tag: 'Clients',
  method: 'patch',
  path: CLIENT_PATH,
  summary: 'Change a client',
  description: 'It holds from the next request on. Whether it is public is settled for good.',
  params: clientParams,
  body: z.strictObject(fields).partial().meta({ id: 'ClientChanges' }),
  status: 200,
  reply: clientReply,
  current: getClient,
  errors: ['client_not_found', 'client_name_invalid', 'redirect_uri_invalid', 'precondition_failed'],
  async handle(services, { actor, params: { clientId }, body }) {
    const { id } = await getApplication(services, clientId)
    const changed = await services.clients.changeApplication(actor, id, withoutUndefined(body))
    return toClientReply(changed, services.clock())
  },
})
