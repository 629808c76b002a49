import { OPERATOR } from '../../src/audit/index.ts'
import { DAY, HOUR } from '../../src/lib/index.ts'
import type { NewToken } from '../../src/tokens/index.ts'
import type { TestRooms } from '../support/server.ts'

export type Credentials = { readonly id: string; readonly secret: string }

/** Tokens in every state, and clients in every state, by what is special about them. */
export type World = {
  readonly tokens: Readonly<Record<string, string>>
  readonly clients: Readonly<Record<string, Credentials>>
}

export async function buildWorld(rooms: TestRooms): Promise<World> {
  const clients = await buildClients(rooms)
  const tokens = await buildTokens(rooms, clients)
  return { tokens, clients }
}

async function buildClients(rooms: TestRooms): Promise<Record<string, Credentials>> {
  const { catalogue, clients } = rooms
  const server = async (name: string, modules: string[]): Promise<Credentials> => {
    const audience = `https://${name}.example.com`
    const made = await catalogue.createResourceServer(OPERATOR, { name, audience, modules })
    return { id: made.resourceServer.clientId, secret: made.secret }
  }
  const application = async (isPublic: boolean): Promise<Credentials> => {
    const redirectUris = ['https://app.example.com/cb']
    const made = await clients.createApplication(OPERATOR, {
      name: 'App',
      isPublic,
      firstParty: false,
      redirectUris,
    })
    return { id: made.client.id, secret: made.secret ?? 'none' }
  }
  const rotated = async ({ id }: Credentials, overlap: 'none' | 'hour'): Promise<Credentials> => {
    const { secret } = await clients.rotateSecret(OPERATOR, id, { overlap })
    return { id, secret }
  }
  const off = await server('off', ['tracker'])
  await clients.disable(OPERATOR, off.id)
  const overlapping = await server('overlapping', ['tracker', 'documents'])
  const replaced = await server('replaced', ['tracker'])
  const elapsed = await server('elapsed', ['tracker'])
  const made = {
    tracker: await server('tracker', ['tracker']),
    everything: await server('everything', ['tracker', 'documents', 'drive', 'calendar']),
    calendar: await server('calendar', ['calendar']),
    off,
    overlapping,
    overlappingNew: await rotated(overlapping, 'hour'),
    replaced,
    replacedNew: await rotated(replaced, 'none'),
    elapsed,
    elapsedNew: await rotated(elapsed, 'hour'),
    confidential: await application(false),
    public: await application(true),
    internal: { id: 'patmint', secret: 'none' },
    unknown: { id: '0199a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b', secret: 'A'.repeat(43) },
  }
  await rooms.database.manager.query(
    `update oauth_client set previous_secret_ends_at = now() - interval '1 hour' where id = $1`,
    [elapsed.id],
  )
  return made
}

async function buildTokens(
  rooms: TestRooms,
  clients: Record<string, Credentials>,
): Promise<Record<string, string>> {
  const { tokens, accounts, organizations, policies, database, clock } = rooms
  const [ada, root, eve] = [
    await rooms.createAccount('ada'),
    await rooms.createAccount('root', 'admin'),
    await rooms.createAccount('eve'),
  ]
  const [acme, closed, strict] = [
    await rooms.createOrganization('Acme', ada),
    await rooms.createOrganization('Closed', ada),
    await rooms.createOrganization('Strict', eve),
  ]
  const build = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Build' })
  const shut = await organizations.createWorkspace(OPERATOR, { organizationId: acme.id, name: 'Shut' })
  const mint = (more: Partial<NewToken> = {}) =>
    tokens.mint(OPERATOR, {
      accountId: ada.id,
      name: 'ci “é”',
      scopes: ['tracker:write', 'documents:read'],
      ...more,
    })
  const by = { kind: 'account', id: ada.id } as const
  const end = (id: string, at: Date) =>
    database.manager.query('update personal_access_token set expires_at = $2 where id = $1', [id, at])
  const rotate = async (when: 'now' | 'hour' | 'first_use') => {
    const old = await mint()
    const next = await tokens.rotate(by, { accountId: ada.id, tokenId: old.token.id, when })
    return [old.secret, next.secret] as const
  }

  const [expired, ending, revoked] = [await mint(), await mint(), await mint()]
  await end(expired.token.id, new Date(clock().getTime() - HOUR))
  await end(ending.token.id, new Date(clock().getTime() + DAY))
  await tokens.revoke(by, ada.id, revoked.token.id)
  const gone = await rooms.createAccount('gone')
  const ofGone = await mint({ accountId: gone.id })
  await accounts.disable(OPERATOR, gone.id)
  const leaver = await rooms.createAccount('leaver')
  await organizations.addMember(OPERATOR, { organizationId: acme.id, accountId: leaver.id, role: 'admin' })
  const ofLeaver = await mint({ accountId: leaver.id, kind: 'organization', organizationId: acme.id })
  await database.manager.query('delete from organization_membership where account_id = $1', [leaver.id])
  const ofClosed = await mint({ kind: 'organization', organizationId: closed.id })
  await organizations.disable(OPERATOR, closed.id)
  const ofShut = await mint({ kind: 'workspace', organizationId: acme.id, workspaceId: shut.id })
  await organizations.disableWorkspace(OPERATOR, shut.id)
  const ofStrict = await mint({ accountId: eve.id, expiry: { inDays: 30 } })
  const limits = { scopes: ['*:read'], networks: ['203.0.113.0/24', '2001:db8::/32'] }
  await policies.changeOrganization(OPERATOR, strict.id, limits)
  const finn = await rooms.createAccount('finn')
  const ofFinn = await mint({ accountId: finn.id })
  const impersonal = await rooms.createOrganization('Impersonal', finn)
  await policies.changeOrganization(OPERATOR, impersonal.id, { kinds: ['workspace', 'organization'] })
  const [replacedNow, successorNow] = await rotate('now')
  const [replacedHour, successorHour] = await rotate('hour')
  const [replacedUsed, successorUsed] = await rotate('first_use')
  const used = await tokens.resolve(successorUsed)
  if (used.active) await tokens.recordFirstUse(used.token)
  const [replacedWaiting] = await rotate('first_use')

  const service = await organizations.createServiceAccount(OPERATOR, {
    organizationId: acme.id,
    name: 'Deploy',
  })
  return {
    plain: (await mint()).secret,
    bare: (await mint({ scopes: ['calendar:read'] })).secret,
    admin: (await mint({ accountId: root.id, scopes: ['admin'] })).secret,
    ownAdmin: (await mint({ accountId: root.id, scopes: ['patmint:admin', 'tracker:read'] })).secret,
    organization: (await mint({ kind: 'organization', organizationId: acme.id })).secret,
    workspace: (await mint({ kind: 'workspace', organizationId: acme.id, workspaceId: build.id })).secret,
    service: (await mint({ accountId: service.id })).secret,
    networks: (await mint({ networks: ['203.0.113.0/24', '2001:db8::/32'] })).secret,
    bound: (await mint({ resourceServers: [String(clients['tracker']?.id)] })).secret,
    ending: ending.secret,
    expired: expired.secret,
    revoked: revoked.secret,
    ofGone: ofGone.secret,
    ofLeaver: ofLeaver.secret,
    ofClosed: ofClosed.secret,
    ofShut: ofShut.secret,
    ofStrict: ofStrict.secret,
    ofFinn: ofFinn.secret,
    replacedNow,
    successorNow,
    replacedHour,
    successorHour,
    replacedUsed,
    successorUsed,
    replacedWaiting,
  }
}
