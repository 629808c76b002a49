import { z } from 'zod'
import { scopesDropped } from '../../../../catalogue/index.ts'
import { withoutUndefined } from '../../../../lib/index.ts'
import { pageOf, pageQuery, pageThrough } from '../../paging.ts'
import {
  newResourceServer,
  resourceServerChanges,
  resourceServerReply,
  toResourceServerReply,
} from '../../schemas/catalogue.ts'
import { clientParams, clientSecret, withoutOverlap } from '../../schemas/client.ts'
import { force } from '../../schemas/common.ts'
import { adminOperation } from '../admin-operation.ts'

const RESOURCE_SERVERS_PATH = '/api/v1/admin/resource-servers'
export const RESOURCE_SERVER_PATH = `${RESOURCE_SERVERS_PATH}/{clientId}`

export const listResourceServers = adminOperation('console.see', {
  id: 'listResourceServers',
  tag: 'Catalogue',
  method: 'get',
  path: RESOURCE_SERVERS_PATH,
  summary: 'List resource servers',
  description: 'The APIs that ask here what a token may do, in the order in which they were registered.',
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(resourceServerReply),
  async handle({ catalogue, clock }, { query }) {
    const [servers, now] = [await catalogue.listResourceServers(), clock()]
    const listed = servers.map((server) => toResourceServerReply(server, now))
    return pageThrough(listed, ({ createdAt, clientId }) => `${createdAt} ${clientId}`, query)
  },
})

export const getResourceServer = adminOperation('console.see', {
  id: 'getResourceServer',
  tag: 'Catalogue',
  method: 'get',
  path: RESOURCE_SERVER_PATH,
  summary: 'Get a resource server',
  description: 'Its ETag goes into If-Match where it is changed.',
  params: clientParams,
  status: 200,
  reply: resourceServerReply,
  version: withoutOverlap,
  errors: ['resource_server_not_found'],
  handle: async ({ catalogue, clock }, { params }) =>
    toResourceServerReply(await catalogue.getResourceServer(params.clientId), clock()),
})

export const registerResourceServer = adminOperation('catalogue.change', {
  id: 'registerResourceServer',
  tag: 'Catalogue',
  method: 'post',
  path: RESOURCE_SERVERS_PATH,
  summary: 'Register a resource server',
  description: 'Its client secret, with which it asks /introspect, is in this answer and never again.',
  body: newResourceServer,
  status: 201,
  reply: z.object({ resourceServer: resourceServerReply, secret: clientSecret }),
  showsSecret: true,
  location: ({ resourceServer }: { resourceServer: { clientId: string } }) =>
    `${RESOURCE_SERVERS_PATH}/${resourceServer.clientId}`,
  errors: ['client_name_invalid', 'audience_invalid', 'audience_taken', 'module_unknown'],
  async handle({ catalogue, clock }, { actor, body }) {
    const { resourceServer, secret } = await catalogue.createResourceServer(actor, body)
    return { resourceServer: toResourceServerReply(resourceServer, clock()), secret }
  },
})

export const changeResourceServer = adminOperation('catalogue.change', {
  id: 'changeResourceServer',
  tag: 'Catalogue',
  method: 'patch',
  path: RESOURCE_SERVER_PATH,
  summary: 'Change a resource server',
  description:
    'It holds from the next introspection on: with other modules, tokens that open none of them are inactive there. Where live ' +
    'tokens have scopes of a module that is left out, nothing is changed without force.',
  params: clientParams,
  query: z.strictObject({ force }),
  body: resourceServerChanges,
  status: 200,
  reply: resourceServerReply,
  current: getResourceServer,
  errors: [
    'resource_server_not_found',
    'client_name_invalid',
    'audience_invalid',
    'audience_taken',
    'module_unknown',
    'tokens_cut_off',
    'precondition_failed',
  ],
  async handle({ catalogue, tokens, clock }, { actor, params: { clientId }, query, body }) {
    const lost = scopesDropped(await catalogue.getResourceServer(clientId), body.modules)
    await tokens.checkLosses(lost, query.force)
    const changed = await catalogue.changeResourceServer(actor, clientId, withoutUndefined(body))
    return toResourceServerReply(changed, clock())
  },
})
