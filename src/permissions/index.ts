export { NotPermitted } from './errors.ts'
export { type Action, isPermitted, PERMISSIONS, type Standing, type Target } from './permissions.ts'
export { requirePermission } from './require.ts'
