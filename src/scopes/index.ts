export { describeScopes } from './describe.ts'
export { InvalidScope } from './errors.ts'
export {
  ADMIN_SCOPE,
  isActionName,
  isAdministrative,
  isBareScope,
  isModuleName,
  type Module,
  OWN_MODULE,
  type Scope,
  scopesLost,
  scopesOf,
} from './module.ts'
export {
  type Ceiling,
  effectiveScopes,
  isUnder,
  parsePatterns,
  type ScopePattern,
  scopesUnder,
} from './pattern.ts'
export { checkScopesExist, expandScopes, listScopes, parseScopes } from './scope.ts'
