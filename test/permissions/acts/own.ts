import type { Account } from '../../../src/accounts/index.ts'
import type { Action, Target } from '../../../src/permissions/index.ts'
import { PASSWORD } from '../../support/server.ts'
import { type Act, acts } from '../act.ts'
import type { Somebody, World } from '../world.ts'

export const FORM = { description: '', expires_in: '30', expires_on: '', 'access.tracker': 'tracker:read' }

type TokenTarget = Extract<Target, `${string}_token`>

/** No token is made for a disabled account: what it tries its hands on is another one's. */
const ownerOf = ({ maker }: World, { person, account }: Somebody): Account =>
  person === 'disabled' ? maker : account

const tokenOf = async (world: World, who: Somebody, on: TokenTarget) => {
  const owner = on === 'service_token' ? world.robot : ownerOf(world, who)
  return (await world.make.token(on, owner)).token
}

/** What can be done to a token that is there, whosever it is. */
const toToken = (on: TokenTarget): readonly Act[] => [
  ...acts('token.see', on, {
    'get /account/tokens/:id & api getToken & graphql apiToken': async (world, who) => {
      const { id, name } = await tokenOf(world, who, on)
      return { params: { id }, shows: name }
    },
    'api getTokenUsage': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      return { params: { id }, shows: '"days"' }
    },
    'api getTokenHistory': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      return { params: { id }, shows: 'token.minted' }
    },
  }),
  ...acts('token.edit', on, {
    'post /account/tokens/:id/edit & api editToken': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      const fields = { ...FORM, name: 'Edited', networks: '10.0.0.0/8' }
      const api = { body: { name: 'Edited' } }
      return { params: { id }, fields, api, event: { name: 'token.edited', token_id: id } }
    },
  }),
  ...acts('token.rotate', on, {
    'post /account/tokens/:id/rotate & api rotateToken & graphql rotateApiToken': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      return { params: { id }, fields: { when: 'now' }, event: { name: 'token.rotated', token_id: id } }
    },
  }),
  ...acts('token.revoke', on, {
    'post /account/tokens/:id/revoke & api revokeToken & graphql revokeApiToken': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      return { params: { id }, event: { name: 'token.revoked', token_id: id } }
    },
  }),
]

const adopt = (on: TokenTarget): readonly Act[] =>
  acts('token.adopt', on, {
    'post /account/tokens/:id/adopt & api adoptToken': async (world, who) => {
      const { id } = await tokenOf(world, who, on)
      return { params: { id }, event: { name: 'token.adopted', token_id: id } }
    },
  })

/** What the APIs take. */
const NEW = { scopes: ['tracker:read'], expiresInDays: 30 }

type Wanted = { readonly kind: string; readonly organization_id: string | null; readonly place?: object }

const mint = (action: Action, on: TokenTarget, find: (world: World) => Wanted): readonly Act[] =>
  acts(action, on, {
    'post /account/tokens & api mintToken & graphql createApiToken': async (world, { account }) => {
      const { kind, organization_id, place } = find(world)
      const event = { name: 'token.minted', organization_id, account_id: account.id }
      const name = world.make.name()
      return { fields: { ...FORM, name, kind }, api: { body: { ...NEW, ...place, name } }, event }
    },
  })

const mintForRobot = acts('token.mint_for_service_account', 'service_token', {
  'post /account/tokens & api mintServiceAccountToken': async ({ make, robot }) => {
    const name = make.name()
    return {
      query: `?for=${robot.id}`,
      fields: { ...FORM, name, kind: 'personal' },
      api: { params: { organization: 'acme', accountId: robot.id }, body: { ...NEW, name } },
      event: { name: 'token.minted', organization_id: null, account_id: robot.id },
    }
  },
})

export const TOKEN_ACTS: readonly Act[] = [
  ...toToken('own_token'),
  ...toToken('workspace_token'),
  ...toToken('organization_token'),
  ...toToken('service_token'),
  ...adopt('workspace_token'),
  ...adopt('organization_token'),
  ...mint('token.mint_personal', 'own_token', () => ({ kind: 'personal', organization_id: null })),
  ...mint('token.mint_workspace', 'workspace_token', ({ acme, build }) => ({
    kind: 'workspace:acme/build',
    organization_id: acme.id,
    place: { kind: 'workspace', organizationId: acme.id, workspaceId: build.id },
  })),
  ...mint('token.mint_organization', 'organization_token', ({ acme }) => ({
    kind: 'organization:acme',
    organization_id: acme.id,
    place: { kind: 'organization', organizationId: acme.id },
  })),
  ...mintForRobot,
]

/** What people have changed their passwords to. */
const passwords = new Map<string, string>()

export const SELF_ACTS: readonly Act[] = acts('account.secure_own', 'self', {
  'post /account/security/password': async ({ make }, { account: { id } }) => {
    const newPassword = `three quiet otters ${make.name()}`
    return {
      fields: { currentPassword: passwords.get(id) ?? PASSWORD, newPassword },
      event: { name: 'account.password_changed', account_id: id },
      after: (isDone) => isDone && passwords.set(id, newPassword),
    }
  },
  'post /account/security/sessions/:id/end': async ({ make }, { account }) => {
    const { session } = await make.session(account)
    return { params: { id: session.id }, event: { name: 'session.ended', account_id: account.id } }
  },
  'post /account/security/sessions/end-others': async ({ make }, { account }) => {
    await make.session(account)
    return { event: { name: 'session.ended', account_id: account.id } }
  },
})
