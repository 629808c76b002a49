import { z } from 'zod'
import type { ListedModule, ResourceServer } from '../../../catalogue/index.ts'
import { scopesOf } from '../../../scopes/index.ts'
import { clientId, previousSecretEndsAt, toPreviousSecretEnd } from './client.ts'
import { time, toTime, toTimeOrNull } from './common.ts'

const actions = z.array(z.string()).meta({
  description: 'write brings read. None at all: a bare scope, whose name alone is the scope.',
  examples: [['read', 'write']],
})

export const moduleReply = z
  .object({
    name: z.string().meta({ examples: ['tracker'] }),
    title: z.string().meta({ examples: ['Tracker'] }),
    description: z.string().meta({ examples: ['Issues and boards.'] }),
    actions,
    scopes: z.array(z.string()).meta({ examples: [['tracker:read', 'tracker:write']] }),
    servedBy: z
      .array(z.string())
      .meta({ description: 'Names of the resource servers that serve it.', examples: [['Tracker API']] }),
  })
  .meta({ id: 'Module' })

export const toModuleReply = (module: ListedModule): z.input<typeof moduleReply> => ({
  name: module.name,
  title: module.title,
  description: module.description,
  actions: [...module.actions],
  scopes: scopesOf(module),
  servedBy: module.resourceServers,
})

/** Who serves it is changed elsewhere. */
export const moduleVersion = ({ servedBy: _, ...rest }: z.output<typeof moduleReply>): object => rest

const title = z.string().meta({ description: '1 to 60 characters.', examples: ['Tracker'] })
const description = z
  .string()
  .meta({ description: 'At most 500 characters.', examples: ['Issues and boards.'] })

export const newModule = z
  .strictObject({
    name: z.string().meta({
      description: 'It stands in scopes, and cannot be changed later.',
      examples: ['tracker'],
    }),
    title: title.optional(),
    description: description.optional(),
    actions: actions.optional().meta({ description: 'read and write, where nothing is said.' }),
  })
  .meta({ id: 'NewModule' })

export const moduleChanges = z
  .strictObject({
    title: title.optional(),
    description: description.optional(),
    actions: actions.optional(),
  })
  .meta({ id: 'ModuleChanges' })

export const resourceServerReply = z
  .object({
    clientId,
    name: z.string().meta({ examples: ['Tracker API'] }),
    audience: z.string().meta({ examples: ['https://tracker.example.com'] }),
    modules: z.array(z.string()).meta({ examples: [['tracker']] }),
    createdAt: time,
    disabledAt: time.nullable(),
    previousSecretEndsAt,
  })
  .meta({ id: 'ResourceServer' })

export const toResourceServerReply = (
  server: ResourceServer,
  now: Date,
): z.input<typeof resourceServerReply> => ({
  clientId: server.clientId,
  name: server.name,
  audience: server.audience,
  modules: server.modules.map(({ name }) => name),
  createdAt: toTime(server.createdAt),
  disabledAt: toTimeOrNull(server.disabledAt),
  previousSecretEndsAt: toPreviousSecretEnd(server, now),
})

const served = {
  name: z.string().meta({ description: '1 to 100 characters.', examples: ['Tracker API'] }),
  audience: z.string().meta({
    description: 'Its own address, an absolute URI: introspection answers carry it as aud.',
    examples: ['https://tracker.example.com'],
  }),
  modules: z.array(z.string()).meta({
    description: 'It is told about tokens that have a scope of one of these, and of those scopes alone.',
    examples: [['tracker']],
  }),
}

export const newResourceServer = z.strictObject(served).meta({ id: 'NewResourceServer' })
export const resourceServerChanges = z.strictObject(served).partial().meta({ id: 'ResourceServerChanges' })
