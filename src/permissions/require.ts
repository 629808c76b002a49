import { NotPermitted, NotThere } from './errors.ts'
import { type Action, isPermitted, PERMISSIONS, type Standing } from './permissions.ts'

/** @throws {NotThere | NotPermitted} as the table says */
export function requirePermission(action: Action, standings: readonly Standing[]): void {
  if (isPermitted(action, standings)) return
  throw PERMISSIONS[action].refusal === 'not_found' ? new NotThere(action) : new NotPermitted(action)
}
