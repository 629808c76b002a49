import { accountEntity, setupLinkEntity, signInThrottleEntity } from './accounts/index.ts'
import { auditEventEntity } from './audit/index.ts'
import { moduleEntity, servedModuleEntity } from './catalogue/index.ts'
import { clientEntity } from './clients/index.ts'
import { oauthEntities } from './oauth/index.ts'
import { sessionEntity } from './sessions/index.ts'
import { tokenEntity, tokenUsageEntity } from './tokens/index.ts'

/** Every table's schema, for the data source of the server and of the TypeORM command line. */
export const entities = [
  accountEntity,
  auditEventEntity,
  clientEntity,
  moduleEntity,
  servedModuleEntity,
  sessionEntity,
  setupLinkEntity,
  signInThrottleEntity,
  tokenEntity,
  tokenUsageEntity,
  ...oauthEntities,
]
