import type { Actor } from '../../audit/index.ts'
import { INTERNAL_CLIENT_ID } from '../../clients/index.ts'
import type { Metrics } from '../../metrics/index.ts'
import { RateLimited } from '../../rate-limit/index.ts'
import { isUsableFrom } from '../../tokens/index.ts'
import type { Exchange } from '../exchange.ts'
import type { Caller } from './caller.ts'
import {
  BearerElsewhere,
  BearerInUri,
  BearerInvalid,
  BearerMissing,
  BearerRefused,
  InsufficientScope,
} from './errors.ts'
import { warnOfExpiry } from './expiry-warning.ts'
import type { Operation } from './operation.ts'
import { findExcess, takeFromBudget } from './rate-limit.ts'

type Demands = Pick<Operation, 'access' | 'fromAnywhere' | 'evenIfBound'>

/**
 * Whose request it is, if it may be made, and one less of what its token may make this minute.
 * @throws {BearerRefused} for which `challenge` sets `WWW-Authenticate`. A database that is away is no refusal: it passes through.
 * @throws {RateLimited}
 */
export async function authenticateBearer(ctx: Exchange, demands: Demands): Promise<Caller> {
  const { metrics } = ctx.state.services
  try {
    const caller = await identifyCaller(ctx, demands)
    metrics.countAuthentication('success')
    return caller
  } catch (error) {
    const refusal = (await findExcess(ctx, error)) ?? error
    countRefusal(metrics, refusal)
    throw refusal
  }
}

/** Counts a refusal on its way out; whatever else went wrong is none. */
export function countRefusal(metrics: Metrics, error: unknown): void {
  if (error instanceof BearerRefused) metrics.countAuthentication(error.refusal)
  if (error instanceof RateLimited) metrics.countAuthentication('rate')
}

async function identifyCaller(ctx: Exchange, demands: Demands): Promise<Caller> {
  const { tokens, clock } = ctx.state.services
  const secret = readBearer(ctx)
  const resolution = await tokens.resolve(secret)
  if (!resolution.active) throw new BearerInvalid(resolution.reason)
  const { token, account, scopes } = resolution
  if (demands.fromAnywhere !== true && !isUsableFrom(token, ctx.state.address))
    throw new BearerInvalid('address')
  // On refusals too: what is refused today is noticed, and what ends tomorrow is noticed with it.
  warnOfExpiry(ctx, token, clock())
  // Whoever found a leaked token can end it, also while a thief uses up what it may do.
  if (demands.fromAnywhere !== true) await takeFromBudget(ctx, token)
  checkAccess(demands, { token, scopes })
  await tokens.recordFirstUse(token)
  const { address, requestId } = ctx.state
  tokens.touch({ tokenId: token.id, clientId: INTERNAL_CLIENT_ID, address })
  Object.assign(ctx.state, { accountId: account.id, clientId: INTERNAL_CLIENT_ID })
  const actor: Actor = { kind: 'account', id: account.id, tokenId: token.id, address, requestId }
  return { token, account, scopes, secret, actor, through: { ...token, scopes } }
}

/** What the token is good for is asked after whether it is good: a dead one's scopes are nobody's business. */
export function checkAccess(
  { access, evenIfBound }: Demands,
  { token, scopes }: Pick<Caller, 'token' | 'scopes'>,
): void {
  const isBoundElsewhere = token.resourceServers?.includes(INTERNAL_CLIENT_ID) === false
  if (isBoundElsewhere && evenIfBound !== true) throw new BearerElsewhere()
  if (access === 'any_token' || access === 'public') return
  const isEnough =
    scopes.includes(access) || (access === 'patmint:self_rotate' && scopes.includes('patmint:write'))
  if (!isEnough) throw new InsufficientScope(access)
}

/** Only the header is read (RFC 6750, 2.1): a token in the address would end up in logs and histories (2.3, 5.3). */
function readBearer(ctx: Exchange): string {
  if (ctx.query['access_token'] !== undefined) throw new BearerInUri()
  const [scheme = '', secret = ''] = ctx.get('authorization').split(/ +(.*)/s)
  if (scheme.toLowerCase() !== 'bearer') throw new BearerMissing()
  if (!/^[\w.~+/-]+=*$/.test(secret)) throw new BearerInvalid('malformed')
  return secret
}

/** RFC 6750, 3. */
export function challenge(ctx: Exchange, error: unknown): void {
  if (!(error instanceof BearerRefused)) return
  const parts = [
    `realm="${ctx.state.services.config.issuer}"`,
    ...(error.error === undefined
      ? []
      : [`error="${error.error}"`, `error_description="${quote(error.message)}"`]),
    ...(error.scope === undefined ? [] : [`scope="${error.scope}"`]),
  ]
  ctx.set('WWW-Authenticate', `Bearer ${parts.join(', ')}`)
}

const quote = (text: string): string => text.replaceAll('"', "'")
