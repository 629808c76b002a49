export { describeScopes } from './describe.ts'
export { InvalidScope } from './errors.ts'
export {
  ADMIN_SCOPE,
  checkScopesExist,
  expandScopes,
  isModuleName,
  type Module,
  parseScopes,
  type Scope,
  scopesOf,
} from './scope.ts'
