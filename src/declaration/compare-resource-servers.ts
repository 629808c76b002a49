import type { ResourceServer } from '../catalogue/index.ts'
import { ADMIN_SCOPE, type Module, scopesOf } from '../scopes/index.ts'
import { type Change, type Loss, lossOf } from './change.ts'
import { describeDifferences, sorted } from './differences.ts'
import type { Path } from './locate.ts'
import type { Rooms } from './rooms.ts'
import type { Declaration } from './schema.ts'

type Wanted = NonNullable<Declaration['resource_servers']>[number]

/** A resource server is known by its audience; one that the file does not list is disabled. */
export function compareResourceServers(
  present: readonly ResourceServer[],
  wanted: readonly Wanted[],
): Change[] {
  const listed = wanted.flatMap((server, index) => {
    const before = present.find(({ audience }) => audience === server.audience)
    const path = ['resource_servers', index]
    if (before === undefined) return [add(server, path)]
    return [...(before.disabledAt === null ? [] : [enable(before, path)]), ...change(before, server, path)]
  })
  const unlisted = present.filter(
    ({ audience, disabledAt }) =>
      disabledAt === null && wanted.every((server) => server.audience !== audience),
  )
  return [...listed, ...unlisted.map(disable)]
}

const KIND = 'resource server'

const add = (server: Wanted, path: Path): Change => ({
  verb: 'add',
  kind: KIND,
  name: server.audience,
  detail: `“${server.name}”, serves ${server.modules.join(', ')}`,
  path,
  perform: async ({ catalogue }, by, secrets) => {
    const { resourceServer, secret } = await catalogue.createResourceServer(by, server)
    const { name, audience, clientId } = resourceServer
    secrets.push({ name, audience, clientId, secret })
  },
})

const enable = (server: ResourceServer, path: Path): Change => ({
  verb: 'enable',
  kind: KIND,
  name: server.audience,
  detail: '',
  path,
  perform: ({ clients }, by) => clients.enable(by, server.clientId),
})

const disable = (server: ResourceServer): Change => ({
  verb: 'disable',
  kind: KIND,
  name: server.audience,
  detail: '',
  path: ['resource_servers'],
  losses: async ({ tokens }) =>
    lossOf(
      await tokens.countLiveWith({
        // An administrator's token is good at every API, so here it is lost as well.
        scopes: [...server.modules.flatMap(scopesOf), ADMIN_SCOPE],
        resourceServer: server.clientId,
      }),
      `resource server ${server.audience} would be disabled`,
    ),
  perform: ({ clients }, by) => clients.disable(by, server.clientId),
})

function change(before: ResourceServer, after: Wanted, path: Path): Change[] {
  const detail = describeDifferences(
    fieldsOf(before.name, namesOf(before)),
    fieldsOf(after.name, after.modules),
  )
  if (detail === '') return []
  const dropped = before.modules.filter(({ name }) => !after.modules.includes(name))
  return [
    {
      verb: 'change',
      kind: KIND,
      name: after.audience,
      detail,
      path,
      losses: (rooms) => findLosses(rooms, before, dropped),
      perform: ({ catalogue }, by) =>
        catalogue.changeResourceServer(by, before.clientId, { name: after.name, modules: after.modules }),
    },
  ]
}

async function findLosses(
  { tokens }: Rooms,
  { audience }: ResourceServer,
  dropped: readonly Module[],
): Promise<Loss[]> {
  if (dropped.length === 0) return []
  const count = await tokens.countLiveWith({ scopes: dropped.flatMap(scopesOf) })
  return lossOf(count, `${audience} would no longer serve ${dropped.map(({ name }) => name).join(', ')}`)
}

const namesOf = ({ modules }: ResourceServer): string[] => modules.map(({ name }) => name)

const fieldsOf = (name: string, modules: readonly string[]) => ({ name, modules: sorted(modules) })
