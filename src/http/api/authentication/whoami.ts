import { z } from 'zod'
import type { Workspace } from '../../../organizations/index.ts'
import { TOKEN_KINDS } from '../../../policy/index.ts'
import { reaches } from '../caller.ts'
import { operation } from '../operation.ts'
import { id, time, toTimeOrNull } from '../schemas/common.ts'
import { placeReply } from '../schemas/token.ts'

const role = z.enum(['member', 'admin'])

const reply = z
  .object({
    accountId: id,
    email: z.string().meta({ examples: ['ada@example.com'] }),
    name: z.string().meta({ examples: ['Ada Lovelace'] }),
    organizations: z.array(placeReply.extend({ role: role.nullable() })).meta({
      description: 'Those that the account belongs to; role is null for a service account.',
    }),
    workspaces: z.array(placeReply.extend({ organizationId: id, role })),
    scopes: z.array(z.string()).meta({
      description: 'What the token may do at this moment, spelt out.',
      examples: [['tracker:read', 'tracker:write']],
    }),
    token: z.object({
      id,
      name: z.string().meta({ examples: ['CI deploy'] }),
      kind: z.enum(TOKEN_KINDS),
      expiresAt: time.nullable().meta({ examples: ['2026-12-27T21:04:05.000Z'] }),
    }),
  })
  .meta({ id: 'Whoami' })

export const whoami = operation({
  id: 'whoami',
  tag: 'Authentication',
  method: 'get',
  path: '/api/v1/whoami',
  access: 'any_token',
  summary: 'Ask whose token you hold',
  description:
    'Tells whose the token is that you call with, and what it may do now. Any live token may ask, whatever its scopes.',
  status: 200,
  reply,
  evenIfBound: true,
  async handle({ organizations }, { caller }) {
    const { account, token, scopes } = caller
    const memberships = (await organizations.membershipsOf(account.id)).filter(
      ({ organization: { id: organizationId, disabledAt } }) =>
        disabledAt === null && (token.kind === 'personal' || token.organization?.id === organizationId),
    )
    return {
      accountId: account.id,
      email: account.email,
      name: account.name,
      organizations: memberships.map(({ organization, role: held }) => ({ ...organization, role: held })),
      workspaces: memberships
        .flatMap(({ workspaces }) => workspaces)
        .filter(({ workspace }) => workspace.disabledAt === null && reaches(caller, toPlace(workspace)))
        .map(({ workspace, role: held }) => ({ ...workspace, role: held })),
      scopes: [...scopes],
      token: { id: token.id, name: token.name, kind: token.kind, expiresAt: toTimeOrNull(token.expiresAt) },
    }
  },
})

const toPlace = ({ organizationId, id: workspaceId }: Workspace) => ({ organizationId, workspaceId })
