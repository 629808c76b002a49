import { z } from 'zod'
import { withoutUndefined } from '../../../../lib/index.ts'
import { operation } from '../../operation.ts'
import { pageOf, pageQuery, readCursor, toPage } from '../../paging.ts'
import { issuedReply, newTokenFor, tokenReply, toTokenReply } from '../../schemas/token.ts'
import { MINT_ERRORS, mintFor } from '../../tokens/mint-for.ts'
import { organizationAccountParams } from '../enter.ts'
import { enterManaging, getServiceAccountIn, SERVICE_ACCOUNT_PATH } from './service-account.ts'

const PATH = `${SERVICE_ACCOUNT_PATH}/tokens`

export const listServiceAccountTokens = operation({
  id: 'listServiceAccountTokens',
  tag: 'Organizations',
  method: 'get',
  path: PATH,
  access: 'patmint:read',
  summary: 'List the tokens of a service account',
  description: 'The newest first. Each of them is edited, rotated and revoked under /api/v1/tokens.',
  params: organizationAccountParams,
  query: z.strictObject(pageQuery),
  status: 200,
  reply: pageOf(tokenReply),
  errors: ['not_found', 'not_permitted', 'account_not_found'],
  async handle(services, { caller, params: { organization, accountId }, query: { limit, cursor } }) {
    const entered = await enterManaging(services, caller, organization)
    await getServiceAccountIn(services, entered, accountId)
    const page = withoutUndefined({ limit, before: readCursor({ cursor }) })
    const { tokens, next } = await services.tokens.search({ accountId }, page)
    const now = services.clock()
    return toPage(
      tokens.map((token) => toTokenReply(token, now)),
      next,
    )
  },
})

export const mintServiceAccountToken = operation({
  id: 'mintServiceAccountToken',
  tag: 'Organizations',
  method: 'post',
  path: PATH,
  access: 'patmint:write',
  summary: 'Generate a token for a service account',
  description:
    'It acts as the service account. It can do no more than the token that you call with, and than your account may grant. ' +
    'The secret is in this answer and never again.',
  params: organizationAccountParams,
  body: newTokenFor,
  status: 201,
  reply: issuedReply,
  showsSecret: true,
  location: ({ token }: { token: { id: string } }) => `/api/v1/tokens/${token.id}`,
  errors: ['not_found', 'not_permitted', 'account_not_found', ...MINT_ERRORS],
  async handle(services, { caller, params: { organization, accountId }, body }) {
    const entered = await enterManaging(services, caller, organization)
    entered.require('token.mint_for_service_account')
    const { id } = await getServiceAccountIn(services, entered, accountId)
    return await mintFor(services, caller, id, body)
  },
})
