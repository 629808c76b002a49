export { type Action, isPermitted, PERMISSIONS, type Standing } from './permissions.ts'
export { requirePermission } from './require.ts'
