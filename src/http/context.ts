import type { DefaultContext, Middleware as KoaMiddleware, ParameterizedContext } from 'koa'
import type { Services } from '../assemble.ts'
import type { Actor } from '../audit/index.ts'
import type { Visitor } from '../sessions/index.ts'

/** What every handler finds on `ctx.state`. */
export type PageState = {
  services: Services
  requestId: string
  /** The client's address, as seen through trusted proxies only. */
  address: string
  /** Who the audit log names: the visitor, or an anonymous somebody at an address. */
  actor: Actor
  visitor: Visitor | undefined
  /** Whether the frame of the visitor's pages leads to organizations. */
  isInOrganization?: boolean
  /** The pattern of the route that answers, once it is known: `/account/tokens/:id`, `/api/v1/tokens/{tokenId}`. */
  route?: string
  /** By which the request's trace is found, where traces are on. */
  traceId?: string
  /** For the access log, once it is known. */
  accountId?: string
  clientId?: string
  /** The code of the error that was answered. */
  problem?: string
}

export type Context = ParameterizedContext<PageState>
export type Middleware = KoaMiddleware<PageState, DefaultContext>

/** The address and browser that a session is listed with. */
export const deviceOf = (ctx: Context): { address: string; userAgent: string } => ({
  address: ctx.state.address,
  userAgent: ctx.get('user-agent').slice(0, 300),
})

export const anonymousAt = ({ address, requestId }: Pick<PageState, 'address' | 'requestId'>): Actor => ({
  kind: 'anonymous',
  address,
  requestId,
})
