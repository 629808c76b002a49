import { ADMIN_OPERATIONS } from './admin/index.ts'
import { whoami } from './authentication/whoami.ts'
import { reportLeakedTokens } from './leaked-tokens/report-leaked-tokens.ts'
import type { Operation } from './operation.ts'
import { ORGANIZATION_OPERATIONS } from './organizations/index.ts'
import { adoptToken } from './tokens/adopt-token.ts'
import { editToken } from './tokens/edit-token.ts'
import { getToken } from './tokens/get-token.ts'
import { listTokens } from './tokens/list-tokens.ts'
import { getMintOptions } from './tokens/mint-options.ts'
import { mintToken } from './tokens/mint-token.ts'
import { revokeToken } from './tokens/revoke-token.ts'
import { rotateToken } from './tokens/rotate-token.ts'
import { getSelf, revokeSelf, rotateSelf } from './tokens/self.ts'
import { getTokenHistory } from './tokens/token-history.ts'
import { getTokenUsage } from './tokens/token-usage.ts'

/** In the order in which paths are matched: `self` comes before any token's id. */
export const OPERATIONS: readonly Operation[] = [
  whoami,
  listTokens,
  mintToken,
  getMintOptions,
  getSelf,
  revokeSelf,
  rotateSelf,
  getToken,
  editToken,
  revokeToken,
  rotateToken,
  adoptToken,
  getTokenUsage,
  getTokenHistory,
  reportLeakedTokens,
  ...ORGANIZATION_OPERATIONS,
  ...ADMIN_OPERATIONS,
]
