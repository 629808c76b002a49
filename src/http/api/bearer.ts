import type { Actor } from '../../audit/index.ts'
import { INTERNAL_CLIENT_ID } from '../../clients/index.ts'
import { isUsableFrom, type LiveToken, type Resolution } from '../../tokens/index.ts'
import type { Context } from '../context.ts'
import { BearerInUri, BearerInvalid, BearerMissing, BearerRefused } from './errors.ts'

type LiveAccount = Extract<Resolution, { active: true }>['account']

/** Who calls the API: whoever holds a live token's secret. Cookies never count here. */
export type Caller = {
  readonly token: LiveToken
  readonly account: LiveAccount
  /** What the token may do now, spelt out, after its owner's own rights. */
  readonly scopes: readonly string[]
  readonly actor: Actor
}

/** @throws {BearerRefused} with its `WWW-Authenticate` set. A database that is away is no refusal: it passes through. */
export async function authenticateBearer(ctx: Context, fromAnywhere: boolean): Promise<Caller> {
  const { tokens } = ctx.state.services
  const resolution = await tokens.resolve(readBearer(ctx))
  if (!resolution.active) throw new BearerInvalid(resolution.reason)
  const { token, account, scopes } = resolution
  if (!fromAnywhere && !isUsableFrom(token, ctx.state.address))
    throw new BearerInvalid('used from an address outside its networks')
  await tokens.recordFirstUse(token)
  const { address, requestId } = ctx.state
  tokens.touch({ tokenId: token.id, clientId: INTERNAL_CLIENT_ID, address })
  Object.assign(ctx.state, { accountId: account.id, clientId: INTERNAL_CLIENT_ID })
  const actor: Actor = { kind: 'bearer', id: token.id, address, requestId }
  return { token, account, scopes, actor }
}

/** Only the header is read (RFC 6750, 2.1): a token in the address would end up in logs and histories (2.3, 5.3). */
function readBearer(ctx: Context): string {
  if (ctx.query['access_token'] !== undefined) throw new BearerInUri()
  const [scheme = '', secret = ''] = ctx.get('authorization').split(/ +(.*)/s)
  if (scheme.toLowerCase() !== 'bearer') throw new BearerMissing()
  if (!/^[\w.~+/-]+=*$/.test(secret)) throw new BearerInvalid('not a bearer token by its characters')
  return secret
}

/** RFC 6750, 3. */
export function challenge(ctx: Context, error: unknown): void {
  if (!(error instanceof BearerRefused)) return
  const parts = [
    `realm="${ctx.state.services.config.issuer}"`,
    ...(error.error === undefined
      ? []
      : [`error="${error.error}"`, `error_description="${quote(error.message)}"`]),
  ]
  ctx.set('WWW-Authenticate', `Bearer ${parts.join(', ')}`)
}

const quote = (text: string): string => text.replaceAll('"', "'")
