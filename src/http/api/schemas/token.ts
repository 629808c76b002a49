import { z } from 'zod'
import { TOKEN_KINDS } from '../../../policy/index.ts'
import { LONGEST_DESCRIPTION, LONGEST_NAME, type Token, tokenState } from '../../../tokens/index.ts'
import { id, idFilter, time, toTime, toTimeOrNull } from './common.ts'

const scopes = z.array(z.string()).meta({
  description: 'As granted: write brings read.',
  examples: [['tracker:read', 'documents:write']],
})

export const placeReply = z.object({
  id,
  slug: z.string().meta({ examples: ['acme'] }),
  name: z.string().meta({ examples: ['Acme Inc.'] }),
})

const TOKEN_STATES = ['active', 'suspended', 'expired', 'revoked'] as const

/** A token's record. Its secret is nowhere in it. */
export const tokenReply = z
  .object({
    id,
    name: z.string().meta({ examples: ['CI deploy'] }),
    description: z.string().meta({ examples: ['Deploys the tracker from CI'] }),
    kind: z.enum(TOKEN_KINDS),
    hint: z.string().meta({ description: 'The last four characters of the secret.', examples: ['x7Qz'] }),
    state: z.enum(TOKEN_STATES).meta({
      description:
        'suspended: it has not ended, and is inactive for now; suspension says why. A replaced one is revoked.',
    }),
    suspension: z
      .enum(['account_disabled', 'role_lost', 'organization_disabled', 'workspace_disabled'])
      .nullable(),
    account: z
      .object({
        id,
        email: z.string().meta({ examples: ['ada@example.com'] }),
        name: z.string().meta({ examples: ['Ada Lovelace'] }),
      })
      .meta({ description: 'Whom it acts for; of a workspace’s or organization’s, who answers for it.' }),
    organization: placeReply.nullable(),
    workspace: placeReply.nullable(),
    scopes,
    networks: z.array(z.string()).meta({
      description: 'CIDR ranges that it is good from; none: from anywhere.',
      examples: [['203.0.113.0/24']],
    }),
    resourceServers: z
      .array(z.string())
      .nullable()
      .meta({
        description: 'Client ids of the only APIs that it is good at; null: all that serve its scopes.',
        examples: [['tracker-api']],
      }),
    createdAt: time,
    madeBy: z.string().meta({ description: 'In words.', examples: ['ada@example.com'] }),
    expiresAt: time.nullable().meta({ description: 'null: never.', examples: ['2026-12-27T21:04:05.000Z'] }),
    lastUsedAt: time
      .nullable()
      .meta({ description: 'At most a minute behind; null: never.', examples: ['2026-11-27T21:04:05.000Z'] }),
    lastUsedAddress: z
      .string()
      .nullable()
      .meta({ examples: ['203.0.113.7'] }),
    lastUsedBy: z
      .string()
      .nullable()
      .meta({ description: 'The client id of the API that asked.', examples: ['tracker-api'] }),
    revokedAt: time.nullable(),
    revokedBy: z.string().nullable(),
    revokeReason: z.string().nullable(),
    rotatedFrom: id.nullable().meta({ description: 'The token that it replaced.' }),
    rotatedTo: id.nullable().meta({ description: 'The token that replaced it.' }),
    retiresAt: time.nullable().meta({ description: 'When a replaced token’s secret stops working.' }),
    retiresOnFirstUse: z.boolean(),
  })
  .meta({ id: 'Token' })

/** Mint and rotate answer with this; nothing else ever holds the secret. */
export const issuedReply = z
  .object({
    token: tokenReply,
    secret: z.string().meta({
      description: 'Shown this once: keep it now. Only its hash is stored.',
      examples: ['pat_4Q…'],
    }),
  })
  .meta({ id: 'IssuedToken' })

export const toTokenReply = (token: Token, now: Date): z.input<typeof tokenReply> => ({
  id: token.id,
  name: token.name,
  description: token.description,
  kind: token.kind,
  hint: token.hint,
  state: tokenState(token, now),
  suspension: token.suspension,
  account: { id: token.accountId, email: token.accountEmail, name: token.accountName },
  organization: token.organization,
  workspace: token.workspace,
  scopes: token.scopes,
  networks: token.networks,
  resourceServers: token.resourceServers?.map(({ clientId }) => clientId) ?? null,
  createdAt: toTime(token.createdAt),
  madeBy: token.madeBy,
  expiresAt: toTimeOrNull(token.expiresAt),
  lastUsedAt: toTimeOrNull(token.lastUsedAt),
  lastUsedAddress: token.lastUsedAddress,
  lastUsedBy: token.lastUsedBy,
  revokedAt: toTimeOrNull(token.revokedAt),
  revokedBy: token.revokedBy,
  revokeReason: token.revokeReason,
  rotatedFrom: token.rotatedFrom,
  rotatedTo: token.rotatedTo,
  retiresAt: toTimeOrNull(token.retiresAt),
  retiresOnFirstUse: token.retiresOnFirstUse,
})

/** What a token's `ETag` stands for: being used changes nothing that somebody could overwrite. */
export const tokenVersion = ({
  lastUsedAt: _,
  lastUsedAddress: __,
  lastUsedBy: ___,
  ...rest
}: z.output<typeof tokenReply>): object => rest

const networks = z.array(z.string()).meta({
  description: 'CIDR ranges that it may be used from; none: from anywhere.',
  examples: [['203.0.113.0/24']],
})
const resourceServers = z
  .array(z.string())
  .meta({ description: 'Client ids of the only APIs that it is to be good at.' })

/** What a new token is to be, whosever it is. */
const newTokenFields = {
  name: z.string().meta({ description: `1 to ${LONGEST_NAME} characters.`, examples: ['CI deploy'] }),
  description: z
    .string()
    .optional()
    .meta({ description: `At most ${LONGEST_DESCRIPTION} characters.` }),
  scopes: z.array(z.string()).meta({ examples: [['tracker:read']] }),
  expiresInDays: z
    .int('must be a whole number of days')
    .optional()
    .meta({
      description: 'How many days it lives. As the policy says where nothing is said.',
      examples: [30],
    }),
  expiresAt: z.iso
    .datetime({ offset: true, error: 'must be a moment such as 2027-01-31T12:00:00Z, or null' })
    .nullable()
    .optional()
    .meta({
      description: 'When it ends, instead of expiresInDays; null: never, where the policy allows that.',
    }),
  networks: networks.optional(),
  resourceServers: resourceServers.optional(),
}

/** For another account, whose personal one it is to be. */
export const newTokenFor = z.strictObject(newTokenFields).meta({ id: 'NewTokenForAccount' })

/** A place of its own, too: for tokens that the caller's account is to make for it. */
export const newToken = z
  .strictObject({
    ...newTokenFields,
    kind: z.enum(TOKEN_KINDS).optional().meta({ description: 'personal, where nothing is said.' }),
    organizationId: idFilter.optional(),
    workspaceId: idFilter.optional(),
  })
  .meta({ id: 'NewToken' })

export const tokenChanges = z
  .strictObject({
    name: z
      .string()
      .optional()
      .meta({ examples: ['CI deploy, staging'] }),
    description: z.string().optional(),
    scopes: z
      .array(z.string())
      .optional()
      .meta({ description: 'Fewer than before, never more.', examples: [['tracker:read']] }),
    networks: networks.optional(),
    resourceServers: resourceServers.optional().meta({ description: 'Fewer than before, never more.' }),
  })
  .meta({ id: 'TokenChanges' })
