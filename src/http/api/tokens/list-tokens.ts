import { z } from 'zod'
import type { Services } from '../../../assemble.ts'
import { withoutUndefined } from '../../../lib/index.ts'
import { requirePermission } from '../../../permissions/index.ts'
import { TOKEN_KINDS } from '../../../policy/index.ts'
import type { TokenSearch } from '../../../tokens/index.ts'
import { type Caller, reaches, standingsIn } from '../caller.ts'
import { operation } from '../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../paging.ts'
import { idFilter, text } from '../schemas/common.ts'
import { tokenReply, toTokenReply } from '../schemas/token.ts'

const query = z.strictObject({
  ...pageQuery,
  state: z
    .enum(['active', 'expiring', 'expired', 'revoked', 'suspended'])
    .optional()
    .meta({ description: 'expiring: active, and ends within 14 days.' }),
  search: text(200)
    .optional()
    .meta({ description: 'A part of the name, or the last four characters of the secret.' }),
  kind: z.enum(TOKEN_KINDS).optional().meta({ description: 'Only those of this kind.' }),
  scope: text(100).optional().meta({ description: 'Exactly this scope, as granted.' }),
  organizationId: idFilter
    .optional()
    .meta({ description: 'Those of an organization, whoever answers for them.' }),
  workspaceId: idFilter.optional().meta({ description: 'Those of this workspace of it alone.' }),
})

export const listTokens = operation({
  id: 'listTokens',
  tag: 'Tokens',
  method: 'get',
  path: '/api/v1/tokens',
  access: 'patmint:read',
  summary: 'List tokens',
  description:
    'The tokens that your account answers for, the newest first. With organizationId: all tokens of that organization or ' +
    'workspace, which you must administer. A token of a workspace or an organization lists those of its own place.',
  query,
  status: 200,
  reply: pageOf(tokenReply),
  errors: ['not_permitted'],
  async handle(services, { caller, query: { limit, cursor, search: wanted, ...filter } }) {
    const whose = await chooseWhose(services, caller, filter)
    const search = withoutUndefined({ ...filter, text: wanted, ...whose })
    const found = await services.tokens.search(
      search,
      withoutUndefined({ limit, before: readCursor({ cursor }) }),
    )
    const now = services.clock()
    return toPage(
      found.tokens.map((token) => toTokenReply(token, now)),
      found.next,
    )
  },
})

/** Whose tokens are listed: the account's own, or those of a place that it administers. */
async function chooseWhose(
  services: Services,
  caller: Caller,
  asked: { organizationId?: string | undefined; workspaceId?: string | undefined },
): Promise<TokenSearch> {
  const { organization, workspace, kind } = caller.token
  const organizationId = asked.organizationId ?? (kind === 'personal' ? undefined : organization?.id)
  if (organizationId === undefined) return { accountId: caller.account.id, answerableOnly: true }
  const workspaceId = asked.workspaceId ?? workspace?.id
  const place = workspaceId === undefined ? { organizationId } : { organizationId, workspaceId }
  const isOfWorkspace = workspaceId !== undefined && reaches(caller, place)
  const action = isOfWorkspace ? 'workspace.see_tokens' : 'organization.see_tokens'
  requirePermission(action, await standingsIn(services, caller, place))
  return place
}
