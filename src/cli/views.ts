import { type Account, accountState, type ListedAccount } from '../accounts/index.ts'
import type { ListedModule, ResourceServer } from '../catalogue/index.ts'
import type { Client } from '../clients/index.ts'
import type { Member, Organization, Workspace } from '../organizations/index.ts'
import { type Module, scopesOf } from '../scopes/index.ts'
import { type Token, tokenState } from '../tokens/index.ts'
import type { Delivery, WebhookEndpoint } from '../webhooks/index.ts'

/*
 * What --json shows of each record, field by field, so that a new column never leaks. Names are promises.
 */

export const accountJson = ({ id, kind, email, name, role, createdAt, disabledAt }: Account) => ({
  id,
  kind,
  email,
  name,
  role,
  createdAt,
  disabledAt,
})

export const listedAccountJson = (account: ListedAccount) => ({
  ...accountJson(account),
  state: accountState(account),
  organizationId: account.organizationId,
  activeTokens: account.activeTokens,
  lastSeenAt: account.lastSeenAt,
})

export const organizationJson = ({ id, slug, name, createdAt, disabledAt }: Organization) => ({
  id,
  slug,
  name,
  createdAt,
  disabledAt,
})

/** @param organization the slug of the organization that it is in */
export const workspaceJson = (
  { id, slug, name, createdAt, disabledAt }: Workspace,
  organization: string,
) => ({ id, organization, slug, name, createdAt, disabledAt })

export const memberJson = ({ accountId, email, name, role, since, disabledAt }: Member) => ({
  accountId,
  email,
  name,
  role,
  since,
  disabledAt,
})

export const clientJson = (client: Client) => ({
  clientId: client.id,
  kind: client.kind,
  name: client.name,
  isPublic: client.authMethod === 'none',
  firstParty: client.firstParty,
  redirectUris: client.redirectUris,
  audience: client.audience,
  createdAt: client.createdAt,
  disabledAt: client.disabledAt,
  previousSecretEndsAt: client.previousSecretEndsAt,
})

export const moduleJson = (module: Module) => ({
  name: module.name,
  title: module.title,
  description: module.description,
  actions: module.actions,
  scopes: scopesOf(module),
})

export const listedModuleJson = (module: ListedModule) => ({
  ...moduleJson(module),
  resourceServers: module.resourceServers,
})

export const resourceServerJson = (server: ResourceServer) => ({
  clientId: server.clientId,
  name: server.name,
  audience: server.audience,
  modules: server.modules.map(({ name }) => name),
  createdAt: server.createdAt,
  disabledAt: server.disabledAt,
  previousSecretEndsAt: server.previousSecretEndsAt,
})

export const tokenJson = (token: Token, now: Date) => ({
  id: token.id,
  name: token.name,
  description: token.description,
  kind: token.kind,
  hint: token.hint,
  accountId: token.accountId,
  account: token.accountEmail,
  organization: token.organization?.slug ?? null,
  workspace: token.workspace?.slug ?? null,
  madeBy: token.madeBy,
  adoptedAt: token.adoptedAt,
  scopes: token.scopes,
  networks: token.networks,
  resourceServers: token.resourceServers?.map(({ clientId }) => clientId) ?? null,
  state: tokenState(token, now),
  suspension: token.suspension,
  createdAt: token.createdAt,
  expiresAt: token.expiresAt,
  policyEnd: token.policyEnd,
  lastUsedAt: token.lastUsedAt,
  lastUsedAddress: token.lastUsedAddress,
  lastUsedBy: token.lastUsedBy,
  revokedAt: token.revokedAt,
  revokedBy: token.revokedBy,
  revokeReason: token.revokeReason,
  rotatedFrom: token.rotatedFrom,
  rotatedTo: token.rotatedTo,
  retiresAt: token.retiresAt,
  rateLimit: token.rateLimit,
})

export const webhookJson = (webhook: WebhookEndpoint) => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  events: webhook.events,
  createdAt: webhook.createdAt,
  disabledAt: webhook.disabledAt,
  disabledReason: webhook.disabledReason,
  previousSecretEndsAt: webhook.previousSecretEndsAt,
})

export const deliveryJson = (delivery: Delivery) => ({
  id: delivery.id,
  webhookId: delivery.endpointId,
  messageId: delivery.messageId,
  type: delivery.type,
  payload: JSON.parse(delivery.payload),
  createdAt: delivery.createdAt,
  state: delivery.state,
  attempts: delivery.attempts,
  lastTriedAt: delivery.lastTriedAt,
  nextTryAt: delivery.nextTryAt,
  durationMs: delivery.durationMs,
  lastStatus: delivery.lastStatus,
  lastError: delivery.lastError,
  answer: delivery.answer,
})
