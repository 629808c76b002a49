import { accountEntity, passwordLinkEntity, setupLinkEntity, signInThrottleEntity } from './accounts/index.ts'
import { auditDayCountEntity, auditEventEntity } from './audit/index.ts'
import { moduleEntity, servedModuleEntity } from './catalogue/index.ts'
import { clientEntity } from './clients/index.ts'
import { idempotencyEntity } from './idempotency/index.ts'
import { oauthEntities } from './oauth/index.ts'
import {
  organizationEntity,
  organizationMembershipEntity,
  workspaceEntity,
  workspaceMembershipEntity,
} from './organizations/index.ts'
import { policyEntity } from './policy/index.ts'
import { rateLimitEntity } from './rate-limit/index.ts'
import { sessionEntity } from './sessions/index.ts'
import {
  configurationChangeEntity,
  introspectionCountEntity,
  tokenEntity,
  tokenUsageEntity,
} from './tokens/index.ts'
import { webhookDeliveryEntity, webhookEndpointEntity } from './webhooks/index.ts'

/** Every table's schema, for the data source of the server and of the TypeORM command line. */
export const entities = [
  accountEntity,
  auditDayCountEntity,
  auditEventEntity,
  clientEntity,
  configurationChangeEntity,
  idempotencyEntity,
  introspectionCountEntity,
  moduleEntity,
  organizationEntity,
  organizationMembershipEntity,
  passwordLinkEntity,
  policyEntity,
  rateLimitEntity,
  servedModuleEntity,
  sessionEntity,
  setupLinkEntity,
  signInThrottleEntity,
  tokenEntity,
  tokenUsageEntity,
  webhookDeliveryEntity,
  webhookEndpointEntity,
  workspaceEntity,
  workspaceMembershipEntity,
  ...oauthEntities,
]
