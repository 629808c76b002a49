import { withoutUndefined } from '../../../lib/index.ts'
import { requirePermission } from '../../../permissions/index.ts'
import { reaches } from '../caller.ts'
import { readExpiry } from '../expiry.ts'
import { operation } from '../operation.ts'
import { issuedReply, newToken, toTokenReply } from '../schemas/token.ts'
import { MINT_ERRORS } from './mint-for.ts'

export const mintToken = operation({
  id: 'mintToken',
  tag: 'Tokens',
  method: 'post',
  path: '/api/v1/tokens',
  access: 'patmint:write',
  summary: 'Generate a token',
  description:
    'Generates a token for your account or, with kind, for a workspace or an organization that you administer. It can do no ' +
    'more than the token that you call with: not in scopes, networks or resource servers. The secret is in this answer and ' +
    'never again. Send an Idempotency-Key, so that a request that is repeated after a lost answer generates one token.',
  body: newToken,
  status: 201,
  reply: issuedReply,
  showsSecret: true,
  location: ({ token }: { token: { id: string } }) => `/api/v1/tokens/${token.id}`,
  errors: [...MINT_ERRORS, 'token_kind_invalid', 'token_place_unknown', 'not_permitted'],
  async handle({ tokens, clock }, { caller, body: { expiresInDays, expiresAt, ...given } }) {
    const { organizationId, workspaceId } = given
    const place = organizationId === undefined ? undefined : { organizationId, workspaceId }
    if (!reaches(caller, place)) requirePermission('token.mint_organization', [])
    const { token, secret } = await tokens.mint(caller.actor, {
      ...withoutUndefined(given),
      accountId: caller.account.id,
      expiry: readExpiry({ expiresInDays, expiresAt }),
      through: caller.through,
    })
    return { token: toTokenReply(token, clock()), secret }
  },
})
