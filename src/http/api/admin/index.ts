import type { Operation } from '../operation.ts'
import { changeAccount } from './accounts/change-account.ts'
import { createPasswordLink } from './accounts/create-password-link.ts'
import { getAccount } from './accounts/get-account.ts'
import { inviteAccount } from './accounts/invite-account.ts'
import { issueToken } from './accounts/issue-token.ts'
import { listAccountMemberships } from './accounts/list-account-memberships.ts'
import { listAccounts } from './accounts/list-accounts.ts'
import { endAccountSessions, listAccountSessions } from './accounts/sessions.ts'
import { disableAccount, enableAccount } from './accounts/switch-account.ts'
import { listAuditEvents } from './audit/list-audit-events.ts'
import { addModule } from './catalogue/add-module.ts'
import { changeModule } from './catalogue/change-module.ts'
import { getModule } from './catalogue/get-module.ts'
import { listModules } from './catalogue/list-modules.ts'
import { removeModule } from './catalogue/remove-module.ts'
import {
  disableResourceServer,
  enableResourceServer,
  endPreviousResourceServerSecret,
  rotateResourceServerSecret,
} from './catalogue/resource-server-secrets.ts'
import {
  changeResourceServer,
  getResourceServer,
  listResourceServers,
  registerResourceServer,
} from './catalogue/resource-servers.ts'
import {
  disableClient,
  enableClient,
  endPreviousClientSecret,
  rotateClientSecret,
} from './clients/client-secrets.ts'
import { changeClient, getClient, listClients, registerClient } from './clients/clients.ts'
import { getTokenGeneration, switchTokenGeneration } from './clients/token-generation.ts'
import { changeOrganization } from './organizations/change-organization.ts'
import { createOrganization } from './organizations/create-organization.ts'
import { getAnyOrganization } from './organizations/get-any-organization.ts'
import { listAllOrganizations } from './organizations/list-all-organizations.ts'
import { disableOrganization, enableOrganization } from './organizations/switch-organization.ts'
import {
  changeWorkspace,
  disableWorkspace,
  enableWorkspace,
  getAnyWorkspace,
} from './organizations/workspaces.ts'
import { getOverview } from './overview/get-overview.ts'
import { getOrganizationPolicy, getPolicy } from './policy/get-policy.ts'
import { listOrganizationPolicyVersions, listPolicyVersions } from './policy/list-policy-versions.ts'
import { previewOrganizationPolicy, previewPolicy } from './policy/preview-policy.ts'
import { replaceOrganizationPolicy, replacePolicy } from './policy/replace-policy.ts'
import { getAnyToken } from './tokens/get-any-token.ts'
import { listAllTokens } from './tokens/list-all-tokens.ts'
import { revokeAnyToken } from './tokens/revoke-any-token.ts'
import { revokeTokens } from './tokens/revoke-tokens.ts'
import { getWebhookDelivery, listWebhookDeliveries, redeliverWebhook } from './webhooks/deliveries.ts'
import { disableWebhook, enableWebhook, rotateWebhookSecret, testWebhook } from './webhooks/webhook-acts.ts'
import { changeWebhook, createWebhook, getWebhook, listWebhooks, removeWebhook } from './webhooks/webhooks.ts'

const ACCOUNTS = [
  listAccounts,
  inviteAccount,
  getAccount,
  changeAccount,
  disableAccount,
  enableAccount,
  createPasswordLink,
  listAccountSessions,
  endAccountSessions,
  listAccountMemberships,
  issueToken,
]

const TOKENS = [getOverview, listAllTokens, revokeTokens, getAnyToken, revokeAnyToken]

const ORGANIZATIONS = [
  listAllOrganizations,
  createOrganization,
  getAnyOrganization,
  changeOrganization,
  disableOrganization,
  enableOrganization,
  getAnyWorkspace,
  changeWorkspace,
  disableWorkspace,
  enableWorkspace,
]

const CATALOGUE = [
  listModules,
  addModule,
  getModule,
  changeModule,
  removeModule,
  listResourceServers,
  registerResourceServer,
  getResourceServer,
  changeResourceServer,
  rotateResourceServerSecret,
  endPreviousResourceServerSecret,
  disableResourceServer,
  enableResourceServer,
]

const CLIENTS = [
  listClients,
  registerClient,
  getClient,
  changeClient,
  rotateClientSecret,
  endPreviousClientSecret,
  disableClient,
  enableClient,
  getTokenGeneration,
  switchTokenGeneration,
]

const POLICY = [
  getPolicy,
  replacePolicy,
  previewPolicy,
  listPolicyVersions,
  getOrganizationPolicy,
  replaceOrganizationPolicy,
  previewOrganizationPolicy,
  listOrganizationPolicyVersions,
]

const WEBHOOKS = [
  listWebhooks,
  createWebhook,
  getWebhook,
  changeWebhook,
  removeWebhook,
  rotateWebhookSecret,
  disableWebhook,
  enableWebhook,
  testWebhook,
  listWebhookDeliveries,
  getWebhookDelivery,
  redeliverWebhook,
]

/** For the administrators of the server: to everybody else there is nothing there. */
export const ADMIN_OPERATIONS: readonly Operation[] = [
  ...ACCOUNTS,
  ...TOKENS,
  ...ORGANIZATIONS,
  ...CATALOGUE,
  ...CLIENTS,
  ...POLICY,
  listAuditEvents,
  ...WEBHOOKS,
]
