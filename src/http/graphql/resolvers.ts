import { whoami } from '../api/authentication/whoami.ts'
import { getToken } from '../api/tokens/get-token.ts'
import { listTokens } from '../api/tokens/list-tokens.ts'
import { mintToken } from '../api/tokens/mint-token.ts'
import { revokeToken } from '../api/tokens/revoke-token.ts'
import { rotateToken } from '../api/tokens/rotate-token.ts'
import { call, withoutNulls } from './call.ts'
import type { GraphqlContext } from './context.ts'

type List = { readonly first: number; readonly after?: string | null; readonly [filter: string]: unknown }
type ById = { readonly id: string }
type Create = { readonly input: object; readonly idempotencyKey?: string | null }
type Rotate = ById & { readonly when: string; readonly idempotencyKey?: string | null }
type Issued = { readonly token: object; readonly secret: string }
type Page = { readonly data: readonly object[]; readonly nextCursor: string | null }

const toIssued = ({ token, secret }: Issued) => ({ apiToken: token, secret })

/** Each calls one operation of the REST API; nothing is decided here. */
export const RESOLVERS = {
  Query: {
    whoami: (_: unknown, __: unknown, context: GraphqlContext) => call(context, whoami, {}),
    async apiTokens(_: unknown, { first, after, ...filter }: List, context: GraphqlContext) {
      const query = { ...filter, limit: String(first), cursor: after ?? null }
      const { data, nextCursor } = await call<Page>(context, listTokens, { query })
      return { nodes: data, pageInfo: { hasNextPage: nextCursor !== null, endCursor: nextCursor } }
    },
    apiToken: (_: unknown, { id }: ById, context: GraphqlContext) =>
      call(context, getToken, { params: { tokenId: id } }),
  },
  Mutation: {
    async createApiToken(_: unknown, { input, idempotencyKey }: Create, context: GraphqlContext) {
      const body = withoutNulls(input, 'expiresAt')
      return toIssued(await call<Issued>(context, mintToken, { body, idempotencyKey }))
    },
    async rotateApiToken(_: unknown, { id, when, idempotencyKey }: Rotate, context: GraphqlContext) {
      const given = { params: { tokenId: id }, body: { when }, idempotencyKey }
      return toIssued(await call<Issued>(context, rotateToken, given))
    },
    async revokeApiToken(_: unknown, { id }: ById, context: GraphqlContext) {
      await call(context, revokeToken, { params: { tokenId: id } })
      return { id }
    },
  },
}
