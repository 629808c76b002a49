import type { Actor } from '../audit/index.ts'
import type { Executor } from '../database/index.ts'
import type { Publish, WebhookEventType } from '../webhooks/index.ts'
import type { Token } from './token.ts'

/** What every event says of its token. Never the secret, nor anything that it could be found by. */
export type TokenFacts = Pick<
  Token,
  'id' | 'name' | 'kind' | 'hint' | 'accountId' | 'scopes' | 'expiresAt'
> & {
  /** The place that it belongs to, or whose service account's it is. */
  readonly organizationId: string | null
  readonly workspaceId: string | null
}

export const factsOf = ({ organization, workspace, ...token }: Token): TokenFacts => ({
  ...token,
  organizationId: organization?.id ?? null,
  workspaceId: workspace?.id ?? null,
})

type TokenEvent = {
  readonly at: Date
  readonly by: Actor
  readonly token: TokenFacts
  /** What this event alone has to say. */
  readonly more: Readonly<Record<string, unknown>>
}

/** In the transaction that records it. Names are promises; docs/webhooks.md explains each. */
export const publishToken = (
  publish: Publish,
  tx: Executor,
  { type, ...event }: TokenEvent & { readonly type: WebhookEventType },
): Promise<void> => publish(tx, type, [describe(event)])

/** The same for several at once. */
export const publishTokens = (
  publish: Publish,
  tx: Executor,
  type: WebhookEventType,
  events: readonly TokenEvent[],
): Promise<void> => publish(tx, type, events.map(describe))

const describe = ({ at, by, token, more }: TokenEvent) => ({
  at,
  data: {
    tokenId: token.id,
    name: token.name,
    kind: token.kind,
    hint: token.hint,
    accountId: token.accountId,
    organizationId: token.organizationId,
    workspaceId: token.workspaceId,
    scopes: token.scopes,
    expiresAt: token.expiresAt,
    by: { kind: by.kind, id: by.id ?? null },
    ...more,
  },
})
